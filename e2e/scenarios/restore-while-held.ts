// One article and one account are brought back to an earlier version: refused while sagas hold something of them, done once after that.
import { randomUUID } from 'node:crypto';
import { refusalOf } from '@saga-lab/lab/client/request';
import type { HttpAnswer } from '@saga-lab/lab/client/request';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { HistoryEvent } from '../stage/expectations.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';

const ORDERS = 10;
const PIECES = 50;
const PRICE = 1_000;
const MONEY = 100_000;
const REASON = 'counted again';

export default scenario({
  chapter: 'going-back',
  position: 1,
  sentence:
    'An article is brought back to an earlier version while sagas hold pieces: 409 that names their orders; once they have ended it is brought back, once however often the request comes; the same for an account.',
  play: async (run) => {
    const ada = await run.openAccount('ada', MONEY);
    const lamp = await run.putStock('lamp', PIECES, PRICE);
    const stock: Thing = { service: 'inventory-service', path: `/stock/${lamp}` };
    const account: Thing = { service: 'payment-service', path: `/accounts/${ada}` };

    const placed = Array.from({ length: ORDERS }, () => run.placeOrder(ada, { sku: lamp, quantity: 1 }));
    const named = await expectHeld(run, stock);
    const orders = await Promise.all(placed);
    expect(orders).to.include.members([...named]);
    for (const order of orders) await run.expectEnd(order, 'COMPLETED');

    await run.lab.putStock(lamp, PIECES, 10 * PRICE);
    await expectBroughtBack(run, stock, { toVersion: 1, reason: REASON }, 'StockRestored');
    await run.expectStock(lamp, { available: PIECES, unitPrice: PRICE, shipped: ORDERS, reserved: 0 });

    const refused = await restore(run, account, { toVersion: 1, reason: REASON });
    run.expectProblem(refused, 409, 'HELD_BY_SAGAS');
    for (const order of orders) expect(refusalOf(refused).detail).to.include(order);
    await expectBroughtBack(
      run,
      account,
      { toVersion: 1, reason: REASON, undone: orders },
      'AccountRestored',
    );
    await run.expectAccount(ada, { balance: MONEY, charged: ORDERS * PRICE, refunded: 0 });
  },
});

interface Thing {
  readonly service: 'inventory-service' | 'payment-service';
  readonly path: string;
}

interface Back {
  readonly toVersion: number;
  readonly reason: string;
  readonly undone?: readonly string[];
}

const restore = (run: ScenarioRun, { service, path }: Thing, body: Back, key: string = randomUUID()) =>
  run.lab.ask(service, {
    method: 'post',
    path: `${path}/restore`,
    body,
    headers: { 'idempotency-key': key, 'x-operator': 'grace' },
  });

/** Asked again and again: nothing changes before the first order takes a piece. Resolves with the orders that are named. */
const expectHeld = async (run: ScenarioRun, stock: Thing): Promise<readonly string[]> => {
  run.reportAction(`an operator brings ${stock.path} back to version 1 meanwhile`);
  const refused = await eventually(
    async () => {
      const answer = await restore(run, stock, { toVersion: 1, reason: REASON });
      expect(refusalOf(answer).code).to.equal('HELD_BY_SAGAS');
      return answer;
    },
    { everyMs: 1 },
  );
  run.expectProblem(refused, 409, 'HELD_BY_SAGAS');
  const named = [...refusalOf(refused).detail.matchAll(/order (\S+) holds/g)].map(([, order = '']) => order);
  expect(named).not.to.have.length(0);
  run.reportResult(`it names ${named.length} of ${ORDERS} orders`);
  return named;
};

/** Two requests at once, one of them twice, and one more with another body under a key that was used. */
const expectBroughtBack = async (run: ScenarioRun, thing: Thing, back: Back, type: string): Promise<void> => {
  const before = await historyOf(run, thing);
  const [key, other] = [randomUUID(), randomUUID()];
  run.reportAction(`an operator brings ${thing.path} back to version ${back.toVersion}, three times at once`);
  const answers = await Promise.all([key, key, other].map((each) => restore(run, thing, back, each)));
  for (const answer of answers) expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
  expect(new Set(answers.map(versionIn))).to.deep.equal(new Set([before.length + 1]));

  const since = (await historyOf(run, thing)).slice(before.length);
  expect(since.map((event) => event.type)).to.deep.equal([type]);
  expect(since[0]?.data).to.include({ toVersion: back.toVersion, reason: back.reason, by: 'grace' });
  run.reportResult(`one event: ${type}, version ${before.length + 1}, reason ${back.reason}`);

  run.expectProblem(await restore(run, thing, { ...back, reason: 'another' }, key), 422, 'IDEMPOTENCY');
  const late = await restore(run, thing, { ...back, toVersion: before.length + 2 });
  run.expectProblem(late, 404, 'NO_SUCH_VERSION');
};

const versionIn = ({ body }: HttpAnswer) => (body as { readonly version: number }).version;

const historyOf = async (run: ScenarioRun, { service, path }: Thing) =>
  (await run.lab.history(service, path)) as readonly HistoryEvent[];
