// Authorization: every route with no token, a wrong one and the right one, and by methods that it does not have.
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
const OPERATION = /^\/(dead-letters|commits|correlations|outbox|read-models|snapshots|tombstones)\b/;

/** Whatever a route says about itself. */
const mustBeAdmin = ({ method, path }: DescribedRoute): boolean =>
  method === 'GET' ? OPERATION.test(path) : !OPEN_WRITES.includes(`${method} ${path}`);

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

interface AuthorizationContext {
  readonly run: ScenarioRun;
  readonly answers: AnswerCounts;
  readonly routes: readonly DescribedRoute[];
}

export const expectAuthorization = async (context: AuthorizationContext): Promise<void> => {
  const { run, routes } = context;
  let cases = 0;
  await ofEachService(routes, async (route) => {
    expect(route.isAdmin, `${nameOf(route)} says that it is for the administrator`).to.equal(
      mustBeAdmin(route),
    );
    const withTokens = await expectTokensChecked(context, route);
    const byOtherMethods = await expectOtherMethodsRefused(context, route);
    cases += withTokens + byOtherMethods;
  });
  const admin = routes.filter(mustBeAdmin).length;
  run.reportResult(
    `${cases} requests to ${routes.length} routes, ${admin} of them for the administrator alone: 401`,
  );
};

/** Resolves with the number of requests. */
const expectTokensChecked = async (context: AuthorizationContext, route: DescribedRoute): Promise<number> => {
  const right = `Bearer ${context.run.access.adminToken}`;
  const tokens = [undefined, 'Bearer 0123456789abcdef0123456789abcdef', right];
  const methods = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method];
  for (const method of methods)
    for (const [n, token] of tokens.entries()) {
      const { status, head } = await ask(context, { route, method, token });
      const what = `${method} for ${nameOf(route)} with token ${n}`;
      if (!mustBeAdmin(route) || token === right)
        expect(status, what).to.be.oneOf(route.statuses).and.not.equal(401);
      else expect([status, /^www-authenticate: bearer/im.test(head)], what).to.deep.equal([401, true]);
    }
  return methods.length * tokens.length;
};

/** Resolves with the number of requests. */
const expectOtherMethodsRefused = async (
  context: AuthorizationContext,
  route: DescribedRoute,
): Promise<number> => {
  const token = `Bearer ${context.run.access.adminToken}`;
  const known = context.routes.filter(
    ({ service, path }) => service === route.service && path === route.path,
  );
  const others = METHODS.filter((each) => known.every(({ method }) => method !== each));
  for (const method of others) {
    const { status, head } = await ask(context, { route, method, token });
    expect(status, `${method} for ${nameOf(route)}`).to.equal(405);
    expect(head).to.match(new RegExp(`^allow: .*\\b${route.method}\\b`, 'im'));
  }
  return others.length;
};

interface RouteRequest {
  readonly route: DescribedRoute;
  readonly method: string;
  readonly token: string | undefined;
}

const ask = async ({ run, answers }: AuthorizationContext, { route, method, token }: RouteRequest) => {
  const lines = token === undefined ? [] : [`Authorization: ${token}`];
  const path = pathWith(route.path, () => run.unknownId('nobody'));
  const answer = await sendRaw(run.access.urls[route.service], request(`${method} ${path}`, lines));
  answers.add(`${method} for ${nameOf(route)}`, answer);
  return answer;
};
