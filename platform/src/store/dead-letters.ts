// The port to messages that will never work, each kept once with its reason until somebody looks at it.
import { BEGINNING_BYTES, MOST_MESSAGE_BYTES } from '../bus/bus.ts';

/** The bytes of a message, kept so that they can be shown and got back exactly. */
export interface KeptBytes {
  /** Text if they are UTF-8; otherwise, and with a byte that is none, base64. */
  readonly body: string;
  readonly encoding: 'utf-8' | 'base64';
  /** How many there were. If `body` holds fewer, it holds the first ones. */
  readonly size: number;
}

export interface DeadLetter extends KeptBytes {
  /** Of this message in this queue with these bytes. */
  readonly _id: string;
  readonly queue: string;
  /** Of the message itself; absent where it cannot be read. */
  readonly messageId?: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How often it arrived; one more for each copy. */
  readonly count: number;
  /** Every time that it was replayed and could be handled; absent: never. */
  readonly replays?: readonly Replay[];
}

export interface Replay {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The operator who asked for it. */
  readonly by: string;
}

/** All methods reject with `TransientError` (code STORE_UNAVAILABLE) while the database is away. */
export interface DeadLetters {
  /** Durable when it resolves. `count` copies came now; of an `_id` that is there already they only count up. */
  add(letter: Omit<DeadLetter, 'replays'>): Promise<void>;
  /** Ascending by `_id`; `after` is the last `_id` of the page before. */
  list(after: string | undefined, limit: number): Promise<readonly DeadLetter[]>;
  get(id: string): Promise<DeadLetter | undefined>;
  noteReplay(id: string, replay: Replay): Promise<void>;
  count(): Promise<number>;
}

/** All of them, but only the beginning of more than any service reads. */
export const keptBytes = (bytes: Uint8Array): KeptBytes => {
  const isWhole = bytes.length <= MOST_MESSAGE_BYTES;
  const kept = isWhole ? bytes : bytes.subarray(0, BEGINNING_BYTES);
  const text = textOf(kept, isWhole);
  const size = bytes.length;
  return text === undefined
    ? { body: base64Of(kept), encoding: 'base64', size }
    : { body: text, encoding: 'utf-8', size };
};

export const bytesOf = ({ body, encoding }: Pick<KeptBytes, 'body' | 'encoding'>): Uint8Array =>
  encoding === 'utf-8'
    ? new TextEncoder().encode(body)
    : Uint8Array.from(atob(body), (character) => character.charCodeAt(0));

/** A beginning may end within a character, which is left out then. A byte order mark stays. */
const textOf = (bytes: Uint8Array, isWhole: boolean): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return undefined;
  }
};

const base64Of = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
