// Whatever a service describes: who may use it, and that no request by chance brings an answer that it does not describe.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import { sendRaw } from '@saga-lab/platform/testing/http-client';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import fc from 'fast-check';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { request } from '../hostile/requests/case.ts';
import { nameOf, ofEachService, routesOf } from '../hostile/routes/described.ts';
import type { DescribedRoute } from '../hostile/routes/described.ts';
import { expectAuthorization } from '../hostile/routes/authorization.ts';
import { randomRequests } from '../hostile/routes/random-requests.ts';
import type { RandomRequest, KnownIds } from '../hostile/routes/random-requests.ts';
import { chosenSeed } from '../faults/seeded.ts';
import { countAnswers } from '../stage/answer-counts.ts';
import type { AnswerCounts } from '../stage/answer-counts.ts';
import { expectNoSideEffects } from '../stage/side-effects.ts';

/** By chance, of each route. */
const REQUESTS = 15;

export default scenario({
  chapter: 'requests',
  position: 2,
  covers: ['B-1', 'R-53'],
  sentence: `Every route that a service describes, with each kind of token, and ${REQUESTS} times with junk: only answers that it describes.`,
  play: async (run) => {
    const ada = await run.openAccount('ada', 1_000_000);
    const lamp = await run.putStock('lamp', 1_000, 100);
    const order = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
    await run.expectEnd(order, 'COMPLETED');
    const routes = await routesOf(run);
    const answers = countAnswers();
    await expectNoSideEffects(run, async () => {
      run.reportAction(
        'every route is asked for: without a token, with a wrong one, with the right one, by other methods',
      );
      await expectAuthorization({ run, answers, routes });

      const seed = chosenSeed();
      run.reportAction(`every route gets ${REQUESTS} requests by chance (SAGA_LAB_SEED=${seed})`);
      const known = { orderId: order, sagaId: order, customerId: ada, sku: lamp };
      await ofEachService(routes, (route) => sendRandom({ run, answers, known, seed }, route));
      for (const id of run.fixtures.orders) await ended(run, id);
      const orders = run.fixtures.orders.length - 1;
      run.reportResult(
        `${REQUESTS * routes.length} requests by chance; orders among them that are good: ${orders}, all ended`,
      );
    });
    answers.report(run, `requests to ${routes.length} routes`);
  },
});

/** Junk may name another protocol than the saga. */
const ended = (run: ScenarioRun, id: string): Promise<void> =>
  eventually(async () => {
    const { status, protocol } = await run.lab.order(id);
    if (protocol === 'saga') await run.lab.sagaEnd(id);
    else expect(status, `order ${id}, under ${protocol}`).not.to.equal('PENDING');
  });

interface RandomContext {
  readonly run: ScenarioRun;
  readonly answers: AnswerCounts;
  readonly known: KnownIds;
  readonly seed: number;
}

const sendRandom = (context: RandomContext, route: DescribedRoute): Promise<void> =>
  fc.assert(
    fc.asyncProperty(randomRequests(route, context.known), (one) =>
      expectDescribedAnswer(context, route, one),
    ),
    { seed: context.seed, numRuns: REQUESTS },
  );

const expectDescribedAnswer = async (
  { run, answers }: RandomContext,
  route: DescribedRoute,
  { start, lines, body }: RandomRequest,
): Promise<void> => {
  const all = [`Authorization: Bearer ${run.access.adminToken}`, ...lines];
  const answer = await sendRaw(run.access.urls[route.service], request(start, all, body));
  const ownWords = route.path.startsWith('/docs') ? '' : answer.body; // the page's script is not ours
  answers.add(`${nameOf(route)}: ${start} ${body}`, { ...answer, body: ownWords });
  expect(answer.status, answer.body).to.be.oneOf(route.statuses).and.not.equal(500);
  if (answer.status >= 400)
    expect(JSON.parse(answer.body), answer.head).to.include({ type: 'about:blank', status: answer.status });
  if (answer.status === 202 && start === 'POST /orders')
    run.noteAccepted((JSON.parse(answer.body) as OrderDto).orderId);
};
