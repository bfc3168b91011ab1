// Bugs of corrections: what the present is, once the past is known to have been another.
import { inDecider } from './planted.ts';
import type { AnyDecider, PlantedBug } from './planted.ts';

type Fields = Readonly<Record<string, unknown>>;
type States = Parameters<AnyDecider['decide']>[0];

/** Corrections with other data; `present`: the thing as the service keeps it. */
const correcting = (other: (data: Fields, present: Fields) => Fields) =>
  inDecider(({ decide, streams }) => ({
    decide: (states, message) => {
      const isCorrection = message.type === 'CorrectStock' || message.type === 'CorrectAccount';
      const present = isCorrection ? presentIn(states, streams(message)) : undefined;
      const data = message.data as Fields;
      return decide(states, present ? { ...message, data: other(data, present) } : message);
    },
  }));

const presentIn = (states: States, [stream = '']: readonly string[]): Fields | undefined =>
  (states[stream] as { readonly state?: Fields } | undefined)?.state;

const asItIs = (data: Fields, { onHand, unitPrice, opening }: Fields): Fields =>
  'after' in data ? { ...data, after: { onHand, unitPrice } } : { ...data, opening };

export const presentLeftAsItIs: PlantedBug = {
  name: 'a correction that leaves the present as it is',
  mechanism: 'the present, worked out anew from the history with its correction',
  rules: ['R-30'],
  consequence:
    'Somebody finds that an amount was never paid in, and corrects that: the history says so from then on, and the customer can spend it all the same.',
  breaks: ['I-1', 'I-2'],
  change: correcting(asItIs),
};

export const corrections: readonly PlantedBug[] = [presentLeftAsItIs];
