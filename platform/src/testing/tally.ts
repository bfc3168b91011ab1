// The smallest service that shows everything a runtime does: it counts.
import type { Decider, NewEvent } from '../decider/decider.ts';
import { nothing } from '../decider/decider.ts';
import type { Message } from '../decider/message.ts';
import type { MessageHandlers } from '../runtime/handler.ts';
import type { Projection } from '../views/projection.ts';
import type { ViewDocument } from '../views/views.ts';
import { message } from './given.ts';

export type Added = NewEvent<'Added', { n: number }>;
export type TallyMessage =
  /** Adds to each tally, and tells the world. */
  | Message<'Add', { tallies: string[]; n: number }>
  /** Reads a tally and writes nothing. */
  | Message<'Read', { tally: string }>
  /** Adds one, and one more after `afterMs`, unless the tally has reached `enough` by then. */
  | Message<'AddTwice', { tally: string; afterMs: number; enough: number }>
  | Message<'AddAgain', { tally: string; enough: number }>;

const added = (tally: string, n: number): Added => ({ stream: `tally-${tally}`, type: 'Added', data: { n } });

export const tally: Decider<number, TallyMessage, Added> = {
  streams: ({ type, data }) =>
    type === 'Add' ? data.tallies.map((one) => `tally-${one}`) : [`tally-${data.tally}`],
  decide: (states, { type, data, receivedAt }) => {
    switch (type) {
      case 'Add':
        if (data.n === 666) throw new Error('a bug in the decider');
        if (data.n === 0) return nothing;
        return {
          events: data.tallies.map((one) => added(one, data.n)),
          messages: [{ type: 'TallyChanged', data: { n: data.n } }],
        };
      case 'Read':
        return {
          events: [],
          messages: [{ type: 'TallyIs', data: { n: states[`tally-${data.tally}`] ?? 0 } }],
        };
      case 'AddTwice': {
        const timer = { tally: data.tally, enough: data.enough };
        const notBefore = receivedAt + data.afterMs;
        return {
          events: [added(data.tally, 1)],
          messages: [
            { type: 'TallyChanged', data: { n: 1 } },
            { type: 'AddAgain', data: timer, to: 'tally', notBefore },
          ],
        };
      }
      case 'AddAgain':
        return { events: [added(data.tally, 1)], messages: [] };
    }
  },
  evolve: (sum = 0, { data }) => {
    if (sum + data.n < 0) throw new Error(`impossible tally: ${sum + data.n}`);
    return sum + data.n;
  },
  wants: (states, timer) =>
    timer.type === 'AddAgain' && (states[`tally-${timer.data.tally}`] ?? 0) < timer.data.enough,
};

const anything = { safeParse: (input: unknown) => ({ success: true, data: input as TallyMessage }) as const };
const issues = [
  { path: ['data', 'n'], message: 'must be a number' },
  { path: [], message: 'unknown key m' },
];
const never = { safeParse: () => ({ success: false, error: { issues } }) as const };

export const tallyHandlers: MessageHandlers<number, TallyMessage, Added> = {
  decider: tally,
  schemas: { Add: anything, Read: anything, Malformed: never },
};

export const add = (id: string, n: number, ...tallies: string[]) =>
  message<Extract<TallyMessage, { type: 'Add' }>>({ type: 'Add', id, data: { tallies, n } });

/** Adds one at once, and one more `afterMs` later unless it is `enough` by then. */
export const addTwice = (id: string, afterMs: number, enough: number, to = 'a') =>
  message<Extract<TallyMessage, { type: 'AddTwice' }>>({
    type: 'AddTwice',
    id,
    data: { tally: to, afterMs, enough },
  });

/** What a tally has come to, as a list shows it. */
export interface Sum extends ViewDocument {
  readonly sum: number;
}

export const sums: Projection<Sum> = {
  view: 'sums',
  category: 'tally',
  apply: (document, { data }) => ({ sum: (document?.sum ?? 0) + (data as { n: number }).n }),
};
