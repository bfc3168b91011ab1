// The port to the documents of read models and to the positions of the feeds that fill them.
import type { Position } from '../store/store.ts';

/** A document of a read model: a stream folded for reading. */
export interface ViewDocument {
  /** Id of the thing, and of its stream behind the category. */
  readonly _id: string;
  /** Version of the last event in it. */
  readonly version: number;
}

/** How far the views of a feed have got. */
export interface Progress {
  /** Left out: nowhere yet. */
  readonly position?: Position;
  /** One more each time that one of its views was forgotten. */
  readonly generation: number;
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
  progress(feed: string): Promise<Progress>;
  /**
   * Changes nothing if a view has been forgotten since that generation: another instance, which knows nothing of it, would
   * say that documents are there which nobody has made anew.
   */
  saveProgress(feed: string, progress: Required<Progress>): Promise<void>;
  /** Forgets a view and, with it, the position of the feed that fills it: it will be rebuilt from zero. */
  clear(view: string, feed: string): Promise<void>;
}
