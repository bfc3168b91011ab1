// Which messages begin streams: where the last ones of a type did, the next one is decided as if it did, and nobody asks the database first.
import type { Message } from '../../decider/message.ts';
import { parseStream } from '../../decider/streams.ts';
import type { Entry } from './gather.ts';

/** What is asked of one message. */
type Asking = Pick<Entry<Message>, 'message' | 'streams'>;

export interface Beginnings {
  /** Streams that these messages begin, going by those before them. Not for use after a conflict: then all streams are asked for. */
  readonly among: (entries: readonly Asking[]) => readonly string[];
  /** Which streams of these messages are there, of those for which the store was asked. */
  readonly learn: (entries: readonly Asking[], isThere: ReadonlyMap<string, boolean>) => void;
}

/** So many in a row that found nothing. */
const ENOUGH = 4;

/**
 * Nothing depends on it but the cost. That there is nothing in a stream has been true of each once, so it is a state like any that is in
 * memory, perhaps an old one: whoever writes on top of it is refused by the index of versions, and then asks; whoever only reads it looks again.
 */
export const beginnings = (): Beginnings => {
  const inARow = new Map<string, number>();
  return {
    among: (entries) =>
      entries.flatMap(({ message, streams }) =>
        streams.filter((stream) => (inARow.get(kindOf(message, stream)) ?? 0) >= ENOUGH),
      ),
    learn: (entries, isThere) => {
      for (const { message, streams } of entries)
        for (const stream of streams) {
          const answer = isThere.get(stream);
          if (answer === undefined) continue;
          const kind = kindOf(message, stream);
          inARow.set(kind, answer ? 0 : (inARow.get(kind) ?? 0) + 1);
        }
    },
  };
};

const kindOf = ({ type }: Pick<Message, 'type'>, stream: string): string =>
  `${type} ${parseStream(stream).category}`;
