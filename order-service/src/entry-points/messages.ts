// What the order service reacts to: commands from the broker, requests that come by HTTP, and a timer of its own.
import { categories } from '@saga-lab/contracts/streams';
import { participants } from '@saga-lab/contracts/services';
import { combined, part } from '@saga-lab/platform/decider/combined';
import { orderDecider } from '../domain/decider.ts';

const { commands, requests } = participants['order-service'];

/** `announceAfterMs`: how long an order may be pending before it announces itself again. */
export const messages = (announceAfterMs: number) => {
  const saga = part(orderDecider(announceAfterMs), {
    messages: [...Object.keys(commands), ...requests],
    timers: ['AnnounceAgain'],
    categories: [categories.order],
  });
  return { decider: combined({ saga }), settings: { announceAfterMs }, schemas: commands };
};
