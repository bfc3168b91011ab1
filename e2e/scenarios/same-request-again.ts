// A client that got no answer asks again, with the same Idempotency-Key.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import { randomUUID } from 'node:crypto';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';

const TIMES = 100;

export default scenario({
  chapter: 'at-once',
  position: 2,
  covers: ['B-2', 'F-07', 'R-48'],
  sentence: `The same request twice, and ${TIMES} times at once, is one order each; the same key with another body is refused, and is another customer's own.`,
  play: async (run) => {
    const ada = await run.openAccount('ada', 100_000);
    const lamp = await run.putStock('lamp', 10, 2_500);
    const request = { customerId: ada, lines: [{ sku: lamp, quantity: 1 }] };
    const key = `{"$ne":"${randomUUID()}"}`; // a key like any other

    run.reportAction(`${ada} orders 1 x ${lamp}, twice with one Idempotency-Key`);
    const first = await run.lab.placeOrder(request, key);
    const second = await run.lab.placeOrder(request, key);
    expect(second).to.equal(first);
    run.noteAccepted(first);
    run.reportResult(`twice order ${first}`);

    const repeated = await placeManyAtOnce(run, request);
    expect(repeated).not.to.equal(first);

    run.reportAction(`${ada} orders 2 x ${lamp} with the first key`);
    const other = { ...request, lines: [{ sku: lamp, quantity: 2 }] };
    run.expectProblem(await run.lab.tryToPlace(other, key), 422, 'IDEMPOTENCY_KEY');

    const bob = await run.openAccount('bob', 100_000);
    run.reportAction(`${bob} orders 1 x ${lamp} with the first key, too`);
    const ofBob = await run.lab.placeOrder({ ...request, customerId: bob }, key);
    expect(ofBob).not.to.be.oneOf([first, repeated]);
    run.noteAccepted(ofBob);
    run.reportResult(`202, order ${ofBob}: keys are each customer's own`);

    for (const order of [first, repeated, ofBob]) await run.expectEnd(order, 'COMPLETED');
    await run.expectStock(lamp, { shipped: 3, available: 7 });
    await run.expectAccount(ada, { charged: 5_000 });
    await run.expectAccount(bob, { charged: 2_500 });
  },
});

const placeManyAtOnce = async (run: ScenarioRun, request: NewOrder): Promise<string> => {
  run.reportAction(`${request.customerId} sends one request ${TIMES} times at once`);
  const key = randomUUID();
  const again = () => run.lab.tryToPlace(request, key);
  const answers = await Promise.all(Array.from({ length: TIMES }, again));
  const distinct = new Set(answers.map(({ status, headers }) => `${status} ${String(headers['location'])}`));
  expect(distinct.size, [...distinct].join(', ')).to.equal(1);
  const [{ orderId } = { orderId: '' }] = answers.map(({ body }) => body as OrderDto);
  expect([...distinct]).to.deep.equal([`202 /orders/${orderId}`]);
  run.noteAccepted(orderId);
  run.reportResult(`${TIMES} times 202, order ${orderId}`);
  return orderId;
};
