// A stream of a protocol in the one form of all that behave alike: counts of repeats are capped, reasons are for people, time does
// not matter.
import type { Message } from '@saga-lab/platform/decider/message';
import { OVERDUE } from '../system/roles.ts';
import type { StreamMoment, System } from '../system/roles.ts';

/**
 * From here on, one round more makes no difference. In three-phase commit a late answer is told from a timely one by its round, and
 * no answer is on its way any more when time alone begins another one.
 */
const mostRounds = (stream: string): number => (stream.startsWith('3pc') ? 6 : 2);

const REASON = 'REASON';

/** Everything that only grows, or that only people read, is made equal wherever it stands. */
const plainValue = (value: unknown, most: number): unknown => {
  if (Array.isArray(value)) return inOrder(value.map((part) => plainValue(part, most)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainPart(name, part, most)]));
};

/** In whichever order things came, nobody decides by it. */
const inOrder = (values: readonly unknown[]): readonly unknown[] =>
  values
    .map((value) => ({ value, text: JSON.stringify(value) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ value }) => value);

const plainPart = (name: string, part: unknown, most: number): unknown => {
  if (name === 'round' && typeof part === 'number') return Math.min(part, most);
  if (name === 'due') return 0;
  return name === 'reason' || name === 'because' ? REASON : plainValue(part, most);
};

/** Who waits for a lock does so in an order that matters. */
const isLock = (stream: string): boolean => stream.startsWith('lock-');

export const plain: System<unknown>['plain'] = ({ state, timers }, { stream }): StreamMoment => ({
  state: isLock(stream) ? state : plainValue(state, mostRounds(stream)),
  timers: timers.map(({ message, at }) => ({ message: plainMessage(message), at: at === OVERDUE ? at : 0 })),
});

export const plainMessage = (message: Message): Message => ({
  ...message,
  data: plainValue(message.data, mostRounds(message.type)),
});
