// Whether what somebody did with a system adds up: waits until it has ended, reads, and has it judged.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import { eventually } from '@saga-lab/platform/time/eventually';
import { judge } from '../checker/judge.ts';
import type { Verdict } from '../checker/verdict.ts';
import { holds } from '../checker/verdict.ts';
import { hasEnded } from '../client/documents.ts';
import type { Lab } from '../client/lab.ts';
import type { Rebuilding } from './facts-of.ts';
import { factsOf } from './facts-of.ts';
import { patiently } from './patience.ts';
import type { Names } from './read-system.ts';
import { readSystem } from './read-system.ts';

const WAIT_MS = 60_000;
const CATCH_UP_MS = 10_000;

interface CheckOptions {
  readonly waitMs?: number;
  readonly catchUpMs?: number;
  /** As in `factsOf`. */
  readonly rebuilding?: Rebuilding;
}

/**
 * Waits until every saga has ended (at most 60 s, `waitMs`), then gives outboxes and read models, which follow a little
 * later, another 10 s (`catchUpMs`) before what it sees counts as violated.
 */
export const check = async (
  lab: Lab,
  names: Names,
  { waitMs = WAIT_MS, catchUpMs = CATCH_UP_MS, rebuilding }: CheckOptions = {},
): Promise<readonly Verdict[]> => {
  await allEnded(lab, names.orders, Date.now() + waitMs);
  const look = async () => {
    const reading = await readSystem(lab, names);
    return judge(factsOf(reading, reading, rebuilding));
  };
  return patiently(look, { isFine: holds, forMs: catchUpMs });
};

/** One after the other, and no longer than the deadline: what has not ended then is for the verdict to say. */
const allEnded = async (lab: Lab, orders: readonly string[], deadline: number): Promise<void> => {
  const ended = new Set((await lab.allSagas()).filter(hasEnded).map(({ sagaId }) => sagaId));
  const others = new Set((await lab.allOrders()).filter(isOfAnother).map(({ orderId }) => orderId));
  const endOf = (id: string, forMs: number) =>
    others.has(id) ? decided(lab, id, forMs) : lab.sagaEnd(id, forMs);
  for (const order of orders.filter((id) => !ended.has(id)))
    await endOf(order, Math.max(0, deadline - Date.now())).catch(() => undefined);
};

/** Another protocol than the saga decides about it; old services do not say which. */
const isOfAnother = ({ protocol = 'saga' }: Partial<OrderDto>): boolean => protocol !== 'saga';

const decided = (lab: Lab, id: string, timeoutMs: number): Promise<unknown> =>
  eventually(
    async () => {
      if ((await lab.order(id)).status === 'PENDING') throw new Error(`order ${id} is PENDING`);
    },
    { timeoutMs },
  );
