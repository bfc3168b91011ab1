// Which messages begin streams: where the last ones of a type did, the next one is decided as if it did, and nobody asks the database first.
import type { Message } from '../../decider/message.ts';
import { parseStream } from '../../decider/streams.ts';
import type { Entry } from './gather.ts';

/** What is asked of one message. */
type Asking = Pick<Entry<Message>, 'message' | 'streams'>;

export interface Beginnings {
  /** Streams that these messages begin, going by those before them. Not for use while messages may come again, or after a conflict. */
  readonly among: (entries: readonly Asking[]) => readonly string[];
  /** Whether these messages begin these streams: they do not where there was one, nor where they only read it, so that it had to be looked at. */
  readonly learn: (entries: readonly Asking[], begins: ReadonlyMap<string, boolean>) => void;
}

/** So many in a row that began one. */
const ENOUGH = 4;

/**
 * That there is nothing in a stream has been true of each once, so it is a state like any that is in memory, perhaps an old one: whoever writes on
 * top of it is refused by the index of versions, and then asks; whoever only reads it looks again. A timer is not judged on it.
 */
export const beginnings = (): Beginnings => {
  const inARow = new Map<string, number>();
  return {
    among: (entries) =>
      entries.flatMap(({ message, streams }) =>
        streams.filter((stream) => (inARow.get(kindOf(message, stream)) ?? 0) >= ENOUGH),
      ),
    learn: (entries, begins) => {
      if (begins.size === 0) return;
      for (const { message, streams } of entries)
        for (const stream of streams) {
          const isBegun = begins.get(stream);
          if (isBegun === undefined) continue;
          const kind = kindOf(message, stream);
          inARow.set(kind, isBegun ? (inARow.get(kind) ?? 0) + 1 : 0);
        }
    },
  };
};

const kindOf = ({ type }: Pick<Message, 'type'>, stream: string): string =>
  `${type} ${parseStream(stream).category}`;
