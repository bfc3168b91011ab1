// A part of a service in which orders wait for a lock, and go on when they inherit it.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Decision, NewEvent, States } from '@saga-lab/platform/decider/decider';
import type { Message, Outgoing, Stamp } from '@saga-lab/platform/decider/message';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { HasToWait } from './has-to-wait.ts';
import { CATEGORY, foldLock, lockIn, lockStream } from './lock.ts';
import type { Awaiting, Waiter } from './lock.ts';
import type { Locks } from './locks.ts';

/** Tells a service that an order has inherited a lock: a timer to itself, due at once. */
interface Inherited {
  readonly orderId: string;
  readonly thing: string;
  readonly message: Awaiting;
}

const INHERITED = 'LockInherited';

/** `tcc.Try` -> `tcc.LockInherited`, so that the same part decides both. */
const inheritedFor = (type: string): string => `${type.slice(0, type.indexOf('.') + 1)}${INHERITED}`;

/**
 * A part of a service in which orders wait: what cannot be decided yet is kept in the lock's stream, and decided when the lock is
 * inherited. `self`: the service. `prefix`: of the types of its messages, `tcc.`, or nothing.
 */
export const waitingFor = (
  part: DeciderPart,
  locks: Locks,
  { self, prefix }: { readonly self: string; readonly prefix: string },
): DeciderPart => {
  if (locks.policy === 'escrow') return part;
  const timer = `${prefix}${INHERITED}`;
  const isTimer = (message: Message): message is Message<string, Inherited> => message.type === timer;
  const streams = (message: Message) => part.streams(message as never);
  const decide = (states: States<unknown>, message: Message & Stamp): Decision =>
    decideOrWait(part, states, message);
  return {
    ...part,
    timers: [...part.timers, timer],
    streams: (message: Message) =>
      isTimer(message)
        ? [...new Set([lockStream(message.data.thing), ...streams({ ...message, ...message.data.message })])]
        : streams(message),
    decide: (states: States<unknown>, message: Message & Stamp) => {
      const decided = isTimer(message)
        ? orPassedOn(locks, states, message.data, decide(states, { ...message, ...message.data.message }))
        : decide(states, message);
      return { ...decided, messages: [...decided.messages, ...wakeUps(decided.events, self)] };
    },
    wants: (states: States<unknown>, message: Message) =>
      isTimer(message) ? isUnused(states, message.data) : part.wants(states as never, message as never),
    streamFolds: { ...part.streamFolds, [CATEGORY]: foldLock },
  };
};

const decideOrWait = (part: DeciderPart, states: States<unknown>, message: Message & Stamp): Decision => {
  try {
    return part.decide(states as never, message as never);
  } catch (error) {
    if (!(error instanceof HasToWait)) throw error;
    const { thing, request } = error;
    const data: Waiter = { orderId: request.orderId, message: awaiting(message) };
    const placed = request.placedAt === undefined ? data : { ...data, placedAt: request.placedAt };
    return { events: [{ stream: lockStream(thing), type: 'LockAwaited', data: placed }], messages: [] };
  }
};

const awaiting = ({ type, source, data, sagaId, step, operation, attempt }: Message): Awaiting => ({
  type,
  source,
  data,
  ...(sagaId !== undefined && { sagaId }),
  ...(step !== undefined && { step }),
  ...(operation !== undefined && { operation }),
  ...(attempt !== undefined && { attempt }),
});

/** Whoever waited may have been asked again, and have taken, before the timer was due. */
const isUnused = (states: States<unknown>, { thing, orderId }: Inherited): boolean => {
  const { owner } = lockIn(states, thing);
  return owner?.orderId === orderId && !owner.isUsed;
};

/** Whoever inherits a lock, and then does not take or has to wait for something else, passes it on. */
const orPassedOn = (
  locks: Locks,
  states: States<unknown>,
  inherited: Inherited,
  decision: Decision,
): Decision => {
  const { thing, orderId } = inherited;
  const stream = lockStream(thing);
  const isSettled = decision.events.some(
    (event) => event.stream === stream && (event.type === 'Locked' || event.type === 'Unlocked'),
  );
  return isSettled || !isUnused(states, inherited)
    ? decision
    : { ...decision, events: [...decision.events, ...locks.givenBack(states, { things: [thing], orderId })] };
};

const wakeUps = (events: readonly NewEvent[], self: string): readonly Outgoing[] =>
  events
    .filter(({ type, stream }) => type === INHERITED && parseStream(stream).category === CATEGORY)
    .map(({ stream, data }) => {
      const { orderId, message } = data as Waiter;
      const inherited: Inherited = { orderId, thing: parseStream(stream).id, message };
      return {
        type: inheritedFor(message.type),
        data: inherited,
        to: self,
        notBefore: 0,
        sagaId: orderId,
      };
    });
