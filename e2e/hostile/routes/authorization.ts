// Who gets in where: every route with no token, a wrong one and the right one, and by methods that it does not have.
import { sendRaw } from '@saga-lab/platform/testing/http-client';
import { expect } from 'chai';
import type { ScenarioRun } from '../../stage/scenario-run.ts';
import { request } from '../requests/case.ts';
import type { AnswerCounts } from '../../stage/answer-counts.ts';
import { nameOf, ofEachService, pathWith } from './described.ts';
import type { DescribedRoute } from './described.ts';

/** What anybody may do that changes something; all other routes that do so are for the administrator. */
const OPEN_WRITES = ['POST /orders', 'POST /orders/{orderId}/cancel'];
/** What only those may see who operate a service. */
const OPERATION = /^\/(dead-letters|commits|outbox)\b/;

/** Whatever a route says about itself. */
const mustBeAdmin = ({ method, path }: DescribedRoute): boolean =>
  method === 'GET' ? OPERATION.test(path) : !OPEN_WRITES.includes(`${method} ${path}`);

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

interface Entering {
  readonly run: ScenarioRun;
  readonly answers: AnswerCounts;
  readonly routes: readonly DescribedRoute[];
}

export const expectAuthorization = async ({ run, answers, routes }: Entering): Promise<void> => {
  const path = ({ path: template }: DescribedRoute) => pathWith(template, () => run.unknownId('nobody'));
  const ask = async (route: DescribedRoute, method: string, authorization?: string) => {
    const lines = authorization === undefined ? [] : [`Authorization: ${authorization}`];
    const bytes = request(`${method} ${path(route)}`, lines);
    const answer = await sendRaw(run.access.urls[route.service], bytes);
    answers.add(`${method} for ${nameOf(route)}`, answer);
    return answer;
  };
  const tokens = [undefined, 'Bearer 0123456789abcdef0123456789abcdef', `Bearer ${run.access.adminToken}`];
  let cases = 0;
  const enters = async (route: DescribedRoute, method: string, n: number): Promise<void> => {
    const { status, head } = await ask(route, method, tokens[n]);
    const what = `${method} for ${nameOf(route)} with token ${n}`;
    cases += 1;
    if (!mustBeAdmin(route) || n === 2) expect(status, what).to.be.oneOf(route.statuses).and.not.equal(401);
    else expect([status, /^www-authenticate: bearer/im.test(head)], what).to.deep.equal([401, true]);
  };
  const mayNot = async (route: DescribedRoute, method: string): Promise<void> => {
    const { status, head } = await ask(route, method, tokens[2]);
    cases += 1;
    expect(status, `${method} for ${nameOf(route)}`).to.equal(405);
    expect(head).to.match(new RegExp(`^allow: .*\\b${route.method}\\b`, 'im'));
  };

  const entersInAllWays = async (route: DescribedRoute): Promise<void> => {
    expect(route.isAdmin, `${nameOf(route)} says that it is for the administrator`).to.equal(
      mustBeAdmin(route),
    );
    for (const method of route.method === 'GET' ? ['GET', 'HEAD'] : [route.method])
      for (const n of tokens.keys()) await enters(route, method, n);
    const known = routes.filter((each) => each.service === route.service && each.path === route.path);
    for (const method of METHODS.filter((each) => known.every((one) => one.method !== each)))
      await mayNot(route, method);
  };
  await ofEachService(routes, entersInAllWays);
  const admin = routes.filter(mustBeAdmin).length;
  run.reportResult(
    `${cases} requests to ${routes.length} routes, ${admin} of them for the administrator alone: 401`,
  );
};
