// A decider played message by message, the way the runtime does it, without a runtime.
import type { Decider, Decision, NewEvent } from '../decider/decider.ts';
import type { Message, Stamp } from '../decider/message.ts';

/** `play` decides on what all messages before it led to, and keeps the new events. */
export const played = <S, M extends Message, E extends NewEvent>(decider: Decider<S, M, E>) => {
  const states: Record<string, S | undefined> = {};
  const events: E[] = [];
  return {
    states,
    events,
    play: (message: M & Stamp): Decision<E> => {
      const streams = decider.streams(message);
      const loaded = Object.fromEntries(streams.map((stream) => [stream, states[stream]]));
      const decision = decider.decide(loaded, message);
      for (const event of decision.events) {
        if (!streams.includes(event.stream)) throw new Error(`${event.stream} was not loaded`);
        states[event.stream] = decider.evolve(states[event.stream], event);
        events.push(event);
      }
      return decision;
    },
  };
};
