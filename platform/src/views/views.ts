// The port to the documents of read models and to the positions of the feeds that fill them.
import type { Position } from '../store/store.ts';

/** A document of a read model: a stream folded for reading. */
export interface ViewDocument {
  /** Id of the thing, and of its stream behind the category. */
  readonly _id: string;
  /** Version of the last event in it. */
  readonly version: number;
}

export interface ViewQuery {
  /** Equality on top-level fields; an array means: any of these. */
  readonly where?: Readonly<Record<string, string | number | readonly string[]>>;
  /** `_id` of the last document of the page before; documents come in ascending order of `_id`. */
  readonly after?: string;
  /** 1 to 100. */
  readonly limit: number;
}

/** All methods reject with `TransientError` (code STORE_UNAVAILABLE) while the database is away. */
export interface Views {
  get<D extends ViewDocument>(view: string, ids: readonly string[]): Promise<readonly D[]>;
  find<D extends ViewDocument>(view: string, query: ViewQuery): Promise<readonly D[]>;
  count(view: string, where: ViewQuery['where']): Promise<number>;
  /** Writes each document unless one of the same or a higher version is there. */
  put(view: string, documents: readonly ViewDocument[]): Promise<void>;
  /** Up to where the views of a feed show everything; nothing: nowhere yet. */
  position(feed: string): Promise<Position | undefined>;
  /** An older one than what is there is kept as well: then more is read again than need be. */
  savePosition(feed: string, position: Position): Promise<void>;
}
