// What the order service reacts to when it comes through the broker.
import { participants } from '@saga-lab/contracts/services';
import { orderDecider } from '../domain/decider.ts';

/** `announceAfterMs`: how long an order may be pending before it announces itself again. */
export const messages = (announceAfterMs: number) => ({
  decider: orderDecider(announceAfterMs),
  settings: { announceAfterMs },
  schemas: participants['order-service'].commands,
});
