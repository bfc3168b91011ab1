// A bus in front of another one, for whatever watches what passes: everything goes through, changed only where told.
import type { Bus, Delivery } from './bus.ts';

export interface Forwarding {
  readonly publish?: Bus['publish'];
  /** What is delivered in the place of what came. */
  readonly delivery?: (delivery: Delivery) => Delivery;
}

export const forwardingBus = (bus: Bus, { publish, delivery = (same) => same }: Forwarding): Bus => ({
  publish: publish ?? ((message, destination) => bus.publish(message, destination)),
  consume: (queue, prefetch, onDelivery) =>
    bus.consume(queue, prefetch, (came) => {
      onDelivery(delivery(came));
    }),
  ready: () => bus.ready(),
  publishing: () => bus.publishing(),
  close: () => bus.close(),
});
