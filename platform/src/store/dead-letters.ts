// The port to messages that will never work, each kept once with its reason until somebody looks at it.

export interface DeadLetter {
  /** The message's own id, or `unreadable:<hash of its bytes>`. */
  readonly _id: string;
  readonly queue: string;
  readonly reason: string;
  /** The bytes as they were received. */
  readonly body: string;
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
