// Bugs of what a decision rests on: states that are old, writes that are taken for one's own, money that is no integer.
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { inDecider, inStore } from './planted.ts';
import type { PlantedBug } from './planted.ts';

export const staleCache: PlantedBug = {
  name: 'a cache that is never looked behind',
  mechanism:
    'the second look before a message is given up, and the fresh load before a decision that only reads',
  rules: ['R-28', 'R-33'],
  consequence: 'A message is given up as impossible, because one of its states was older than the other.',
  breaks: ['I-3', 'I-9'],
  change: inStore((store) => ({
    load: (stream, afterVersion) =>
      afterVersion === 0 ? store.load(stream, 0) : Promise.resolve({ events: [], lamport: 0 }),
  })),
};

export const noToken: PlantedBug = {
  name: 'every write taken for its own',
  mechanism: "the token that tells one's own write from another's",
  rules: ['R-32'],
  consequence:
    'An instance believes that what another one wrote was its own decision, and goes on from a state that never was.',
  breaks: ['I-3', 'I-7', 'I-9', 'I-10'],
  change: ({ definition, ports }) => ({
    definition,
    ports: { ...ports, ids: { ...ports.ids, unique: () => 'the same' } },
  }),
};

/** As a sum of euros and cents comes out that is kept as one number: 1.1 times an amount, and a tenth of it taken off. */
const asFloat = (amount: number): number => amount * 1.1 - amount * 0.1;

const inFloats = (event: NewEvent): NewEvent => {
  if (event.type !== 'AmountCharged' && event.type !== 'AmountRefunded') return event;
  const data = event.data as { readonly orderId: string; readonly amount: number };
  return { ...event, data: { ...data, amount: asFloat(data.amount) } };
};

export const floatMoney: PlantedBug = {
  name: 'float money',
  mechanism: 'money in whole minor units',
  rules: ['R-30', 'R-31'],
  consequence: 'Amounts miss each other by a trifle, and the sums never agree again.',
  breaks: ['I-1', 'I-3', 'I-4', 'I-9'],
  change: inDecider(
    ({ decide }) => ({
      decide: (states, message) => {
        const decision = decide(states, message);
        return { ...decision, events: decision.events.map(inFloats) };
      },
    }),
    'payment-service',
  ),
};

export const states = [staleCache, noToken, floatMoney];
