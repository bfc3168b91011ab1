// Bugs of a service that forgets: it takes what it has forgotten for something new.
import type { Bus, Delivery } from '@saga-lab/platform/bus/bus';
import type { PlantedBug } from './planted.ts';
import { inStore } from './planted.ts';

export const ageNotLookedAt: PlantedBug = {
  name: 'the age of a message is not looked at',
  mechanism:
    'the age of a message: what is nearly as old as the retention is refused, whatever the inbox says',
  rules: ['R-35'],
  consequence:
    'An old order that the broker brings once more is new to an orchestrator that has forgotten its saga: a second one begins, hears nothing of commands that were answered long ago, and takes back what was paid and shipped.',
  breaks: ['I-4', 'I-5', 'I-7', 'I-12'],
  change: ({ definition, ports }) => {
    const { bus, clock } = ports;
    const consume: Bus['consume'] = (queue, prefetch, onDelivery) =>
      bus.consume(queue, prefetch, (delivery) => {
        onDelivery(asIfNew(delivery, clock.now()));
      });
    return { definition, ports: { ...ports, bus: { ...bus, consume } } };
  },
};

const asIfNew = (delivery: Delivery, now: number): Delivery => {
  const { decoded } = delivery;
  if (!decoded.ok) return delivery;
  const time = new Date(now).toISOString();
  return { ...delivery, decoded: { ok: true, message: { ...decoded.message, time } } };
};

export const noTombstoneLookedFor: PlantedBug = {
  name: 'a tombstone is missing',
  mechanism: 'the tombstone of what was forgotten, which answers whoever asks for it again',
  rules: ['R-35', 'R-48'],
  consequence:
    'A customer who repeats a request of long ago, with the same key, has the same order placed a second time.',
  breaks: ['I-4', 'I-5', 'I-7', 'I-8'],
  change: inStore(() => ({ tombstones: () => Promise.resolve([]) })),
};

export const retention: readonly PlantedBug[] = [ageNotLookedAt, noTombstoneLookedFor];
