// Several deciders as one, so that several protocols can run in one service and share its domain.
import type { Decider, Decision, NewEvent } from './decider.ts';
import { PermanentError } from './errors.ts';
import type { Message } from './message.ts';
import { parseStream } from './streams.ts';

/** What a protocol's decider claims in a service. */
interface Claims {
  /** Types of the messages that it decides; nobody else in the service does. */
  readonly messages: readonly string[];
  /** Types of its timers: it decides them as well, and knows whether they are wanted. */
  readonly timers: readonly string[];
}

/**
 * A protocol's decider, with claims in the place of `evolve`. Nothing is known of its types here: it is given what it has
 * claimed, and nothing else.
 */
export interface DeciderPart extends Claims {
  readonly streams: (message: never) => readonly string[];
  readonly decide: (states: never, message: never) => Decision;
  readonly wants: (states: never, timer: never) => boolean;
  /**
   * Category of a stream that it reads or writes -> how such a stream is folded. Parts that share a category give the
   * same function, so that all of them see the same state.
   */
  readonly streamFolds: Readonly<Record<string, Fold>>;
}
type Fold = (state: never, event: never) => unknown;

/** A decider as a part: it folds the streams of all its categories by its own `evolve`. */
export const part = <S, M extends Message, E extends NewEvent, C extends string>(
  { evolve, ...decider }: Decider<S, M, E>,
  { categories, ...claims }: Claims & { readonly categories: readonly C[] },
) => ({
  ...decider,
  ...claims,
  streamFolds: Object.fromEntries(categories.map((category) => [category, evolve])) as Readonly<
    Record<C, typeof evolve>
  >,
});

/**
 * One decider of many: a message is decided, and a timer wanted, by the part that has claimed its type; an event is folded
 * as the category of its stream says.
 * @throws PermanentError, code DECIDERS_OVERLAP, if two parts claim one type, or fold one category differently.
 */
export const combined = (
  parts: Readonly<Record<string, DeciderPart>>,
): Decider<unknown, Message, NewEvent> => {
  const byType = partsByType(parts);
  const folds = foldsByCategory(parts);

  /** @throws Error for a message that nobody decides. */
  const partOf = (type: string): DeciderPart => {
    const name = byType.get(type);
    const found = name === undefined ? undefined : parts[name];
    if (!found) throw new Error(`no decider of this service decides ${type}`);
    return found;
  };

  return {
    streams: (message) => {
      const { streams, streamFolds } = partOf(message.type);
      const named = streams(message as never);
      const foreign = named.find((stream) => !Object.hasOwn(streamFolds, parseStream(stream).category));
      if (foreign !== undefined)
        throw new Error(`${message.type} names ${foreign}, a category that its decider does not claim`);
      return named;
    },
    decide: (states, message) => partOf(message.type).decide(states as never, message as never),
    evolve: (state, event) => {
      const fold = folds.get(parseStream(event.stream).category);
      if (!fold) throw new Error(`no decider of this service folds ${event.stream}`);
      return fold(state as never, event as never);
    },
    wants: (states, timer) => {
      const { timers, wants } = partOf(timer.type);
      return timers.includes(timer.type) && wants(states as never, timer as never);
    },
  };
};

const overlap = (message: string): PermanentError => new PermanentError('DECIDERS_OVERLAP', message);

const partsByType = (parts: Readonly<Record<string, DeciderPart>>): ReadonlyMap<string, string> => {
  const claimed = new Map<string, string>();
  for (const [name, { messages, timers }] of Object.entries(parts))
    for (const type of [...messages, ...timers]) {
      const other = claimed.get(type);
      if (other !== undefined)
        throw overlap(`${type} is claimed by ${other} and by ${name}: a message has one decider`);
      claimed.set(type, name);
    }
  return claimed;
};

const foldsByCategory = (parts: Readonly<Record<string, DeciderPart>>): ReadonlyMap<string, Fold> => {
  const claimed = new Map<string, { readonly name: string; readonly fold: Fold }>();
  for (const [name, { streamFolds }] of Object.entries(parts))
    for (const [category, fold] of Object.entries(streamFolds)) {
      const other = claimed.get(category);
      if (other && other.fold !== fold)
        throw overlap(
          `${other.name} and ${name} fold ${category} streams differently: who shares a category folds it with the same function`,
        );
      claimed.set(category, { name, fold });
    }
  return new Map([...claimed].map(([category, { fold }]) => [category, fold]));
};
