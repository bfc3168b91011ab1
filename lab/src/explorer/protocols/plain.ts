// A stream of a protocol in the one form of all that behave alike: counts of repeats are capped, reasons are for people, time does
// not matter.
import type { Message } from '@saga-lab/platform/decider/message';
import type { StreamMoment, System } from '../system/roles.ts';

/** From here on, one round more makes no difference. A late answer is told from a timely one by its round: see `3pc` in the page. */
const MOST_ROUNDS = 6;

const REASON = 'REASON';

/** Everything that only grows, or that only people read, is made equal wherever it stands. */
const plainValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainPart(name, part)]));
};

const plainPart = (name: string, part: unknown): unknown => {
  if (name === 'round' && typeof part === 'number') return Math.min(part, MOST_ROUNDS);
  return name === 'reason' || name === 'because' ? REASON : plainValue(part);
};

export const plain: System<unknown>['plain'] = ({ state, timers }): StreamMoment => ({
  state: plainValue(state),
  timers: timers.map(({ message }) => ({ message: plainMessage(message), at: 0 })),
});

export const plainMessage = (message: Message): Message => ({ ...message, data: plainValue(message.data) });
