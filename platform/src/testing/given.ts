// Tests of deciders as sentences: given(events).when(message).then(events).thenSends(messages).
import { expect } from 'chai';
import { replay } from '../decider/decider.ts';
import type { Decider, Decision, NewEvent, States } from '../decider/decider.ts';
import type { Message, Outgoing, Stamp } from '../decider/message.ts';

/** A complete message from the parts that a test cares about. `receivedAt` is 1,000,000 unless told. */
export const message = <M extends Message>(parts: Pick<M, 'type' | 'data'> & Partial<M & Stamp>): M & Stamp =>
  ({
    id: `test-${parts.type}`,
    source: '/test',
    time: '2026-01-01T00:00:00.000Z',
    correlationId: 'o1',
    causationId: 'test',
    lamport: 0,
    schemaVersion: 1,
    receivedAt: 1_000_000,
    random: 0.5,
    ...parts,
  }) as M & Stamp;

/** Folds past events (of any streams) the way the runtime does. */
export const statesOf = <S, M extends Message, E extends NewEvent>(
  decider: Decider<S, M, E>,
  past: readonly E[],
): States<S> => {
  const streams = [...new Set(past.map((event) => event.stream))];
  const fold = (stream: string) =>
    replay(
      decider.evolve,
      past.filter((event) => event.stream === stream),
    );
  return Object.fromEntries(streams.map((stream) => [stream, fold(stream)]));
};

export const specification =
  <S, M extends Message, E extends NewEvent>(decider: Decider<S, M, E>) =>
  (past: readonly E[]) => ({
    when: (incoming: M & Stamp) => assertions(decider.decide(statesOf(decider, past), incoming)),
    wants: (timer: M) => decider.wants(statesOf(decider, past), timer),
  });

const assertions = <E extends NewEvent>(decision: Decision<E>) => {
  const chain = {
    decision,
    /** The events, in order, compared deeply. */
    then: (events: readonly NewEvent[]) => {
      expect(decision.events).to.deep.equal(events);
      return chain;
    },
    /** Each message has at least the given fields, in order, and there are no others. */
    thenSends: (messages: readonly Partial<Outgoing>[]) => {
      expect(decision.messages.map((sent) => sent.type)).to.deep.equal(messages.map((sent) => sent.type));
      messages.forEach((expected, n) => expect(decision.messages[n]).to.deep.include(expected));
      return chain;
    },
    thenRefuses: (code: string) => {
      expect(decision.refusal?.code).to.equal(code);
      expect([decision.events, decision.messages]).to.deep.equal([[], []]);
      return chain;
    },
  };
  return chain;
};
