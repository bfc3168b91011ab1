// Cancelling an order before it is approved, though nobody outside can know how long that will be.
import type { Lab, NewOrder } from './lab.ts';
import { Refused } from './request.ts';

const ACCEPTED = 202;
const TOO_LATE = 409;

/** Orders placed at once, round by round: a crowd keeps the services busy, so that a cancellation can overtake. */
const ROUNDS = [1, 1, 2, 4, 8, 16];
export const MOST_ORDERS = ROUNDS.reduce((sum, size) => sum + size, 0);

export interface Cancelled {
  /** Cancelled while pending: they will be rejected. Of one round, so usually it is one. */
  readonly inTime: readonly string[];
  /** Approved before the cancellation came. */
  readonly tooLate: readonly string[];
}

/**
 * Places an order and cancels it at once; where the approval was quicker, tries again with fresh orders, at most
 * `MOST_ORDERS` in all. Rejects with `Refused` if a cancellation is answered by anything but 202 or 409.
 */
export const cancelInTime = async (lab: Lab, order: NewOrder): Promise<Cancelled> => {
  const tooLate: string[] = [];
  for (const size of ROUNDS) {
    const round = await Promise.all(Array.from({ length: size }, () => placeAndCancel(lab, order)));
    tooLate.push(...round.filter(({ status }) => status === TOO_LATE).map(({ id }) => id));
    const inTime = round.filter(({ status }) => status === ACCEPTED).map(({ id }) => id);
    if (inTime.length > 0) return { inTime, tooLate };
  }
  return { inTime: [], tooLate };
};

const placeAndCancel = async (lab: Lab, order: NewOrder) => {
  const id = await lab.placeOrder(order);
  const answer = await lab.cancel(id);
  if (answer.status !== ACCEPTED && answer.status !== TOO_LATE)
    throw new Refused(`POST /orders/${id}/cancel`, answer);
  return { id, status: answer.status };
};
