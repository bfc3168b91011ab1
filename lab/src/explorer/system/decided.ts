// One decision of a real decider, and what its streams are afterwards; as the runtime does it, without a store.
import { replay } from '@saga-lab/platform/decider/decider';
import type { Decision } from '@saga-lab/platform/decider/decider';
import { errorMessage } from '@saga-lab/platform/decider/errors';
import type { Message } from '@saga-lab/platform/decider/message';
import { complete } from './mail.ts';
import type { AnyDecider, Happening, Role, StreamMoment, Timer } from './roles.ts';

export type Moments = ReadonlyMap<string, StreamMoment>;

export interface Cause {
  readonly message: Message;
  /** Instant of the decision, milliseconds. */
  readonly at: number;
}

/** `before`: all streams that the message names. What cannot be decided changes nothing, and becomes a dead letter. */
export const decided = (
  { name: role, decider }: Role,
  { message, at }: Cause,
  { before, owner }: { readonly before: Moments; readonly owner: string },
): { readonly happening: Happening; readonly after: Moments } => {
  const states = Object.fromEntries([...before].map(([stream, { state }]) => [stream, state]));
  try {
    const decision = decider.decide(states, { ...message, receivedAt: at, random: 0.5 });
    const armed = armedBy(decision, role, owner);
    const after = withTimers(decider, folded(decider, before, decision), armed);
    return { happening: { role, message, states, events: decision.events, sent: decision.messages }, after };
  } catch (error) {
    const happening = { role, message, states, events: [], sent: [], error: errorMessage(error) };
    return { happening, after: before };
  }
};

const folded = ({ evolve }: AnyDecider, before: Moments, { events }: Decision): Moments => {
  const foreign = events.find(({ stream }) => !before.has(stream));
  if (foreign)
    throw new Error(`${foreign.type} is written to ${foreign.stream}, which streams() did not name`);
  return new Map(
    [...before].map(([stream, { state, timers }]) => {
      const own = events.filter((event) => event.stream === stream);
      return [stream, { state: replay(evolve, own, state), timers }];
    }),
  );
};

const armedBy = ({ messages }: Decision, role: string, owner: string): readonly Timer[] =>
  messages.flatMap((sent) =>
    sent.notBefore === undefined ? [] : [{ message: complete(role, sent, owner), at: sent.notBefore }],
  );

/** Each timer is kept with the first stream that it is about, for as long as it is wanted: that stream alone must say so. */
const withTimers = (decider: AnyDecider, streams: Moments, armed: readonly Timer[]): Moments => {
  const states = Object.fromEntries([...streams].map(([stream, { state }]) => [stream, state]));
  const about = ({ message }: Timer): string => {
    const [stream] = decider.streams(message);
    if (stream === undefined || !streams.has(stream))
      throw new Error(`${message.type} is a timer about another stream than those of what armed it`);
    return stream;
  };
  return new Map(
    [...streams].map(([stream, { state, timers }]) => {
      const own = [...timers, ...armed.filter((timer) => about(timer) === stream)];
      return [stream, { state, timers: own.filter(({ message }) => decider.wants(states, message)) }];
    }),
  );
};
