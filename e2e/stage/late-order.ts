// One more order, after a fault: its customer and its article are there beforehand, while all is well.
import { randomUUID } from 'node:crypto';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { ScenarioRun } from './scenario-run.ts';

const PRICE = 2_500;

export const prepareLateOrder = async (run: ScenarioRun): Promise<NewOrder> => {
  const nth = run.fixtures.customers.length + 1;
  const customerId = await run.openAccount(`late-${nth}`, PRICE);
  return { customerId, lines: [{ sku: await run.putStock(`lens-${nth}`, 1, PRICE), quantity: 1 }] };
};

/** From now on a new order is accepted and finds its end within this time. */
export const expectOrderToEnd = async (
  run: ScenarioRun,
  order: NewOrder,
  withinMs: number,
): Promise<void> => {
  const begin = Date.now();
  const id = await placeUntilAccepted(run, order);
  run.noteAccepted(id);
  const { status } = await run.lab.sagaEnd(id, begin + withinMs - Date.now());
  run.reportResult(`a new order is ${status} after ${((Date.now() - begin) / 1_000).toFixed(1)} s`);
};

/** A slow machine may take a minute to start broker, databases and services again. */
const PATIENCE_MS = 150_000;

/** A client that gets no answer asks again with the same key, so that it never orders twice. */
export const placeUntilAccepted = (run: ScenarioRun, order: NewOrder): Promise<string> => {
  const key = randomUUID();
  return eventually(() => run.lab.placeOrder(order, key), { timeoutMs: PATIENCE_MS, everyMs: 100 });
};
