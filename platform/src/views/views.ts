// The port to the documents of read models and to the positions of the feeds that fill them.
import type { Position } from '../store/store.ts';

/** A document of a read model: a stream folded for reading. */
export interface ViewDocument {
  /** Id of the thing, and of its stream behind the category. */
  readonly _id: string;
  /** Version of the last event in it. */
  readonly version: number;
}

/** Whether that is the first place of a read model, or one that was made beside it. */
export const isPlaceOf = (first: string, place: string): boolean =>
  place === first || place.startsWith(`${first}@`);

export interface ViewQuery {
  /** Equality on top-level fields; an array means: any of these. */
  readonly where?: Readonly<Record<string, string | number | readonly string[]>>;
  /** `_id` of the last document of the page before; documents come in ascending order of `_id`. */
  readonly after?: string;
  /** 1 to 100. */
  readonly limit: number;
}

/**
 * The places of a read model: that which is read, and the one that is being filled to take its place. The name of a place is
 * used for one filling and never again, so what a dead process still writes there, or does to it, hurts nobody.
 */
export interface Places {
  readonly current: string;
  readonly next?: string;
}

/** `view` is the name of a place: where one read model's documents are. All methods reject with `TransientError` (code STORE_UNAVAILABLE) while the database is away. */
export interface Views {
  get<D extends ViewDocument>(view: string, ids: readonly string[]): Promise<readonly D[]>;
  /** Those of the documents that are there, by id: the version of each. */
  versions(view: string, ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  find<D extends ViewDocument>(view: string, query: ViewQuery): Promise<readonly D[]>;
  count(view: string, where: ViewQuery['where']): Promise<number>;
  /** Writes each document unless one of the same or a higher version is there. */
  put(view: string, documents: readonly ViewDocument[]): Promise<void>;
  /** Up to where the views of a feed show everything; nothing: nowhere yet. */
  position(feed: string): Promise<Position | undefined>;
  /** An older one than what is there is kept as well: then more is read again than need be. */
  savePosition(feed: string, position: Position): Promise<void>;
  /** Of all read models that were ever made anew, by the name of their first place. */
  places(): Promise<ReadonlyMap<string, Places>>;
  /** From now on `next`, which is ready to be read like the current place, and no other, may take the place of `first`. */
  propose(first: string, next: string): Promise<void>;
  /** It does, if no other has been proposed since; otherwise nothing happens. Resolves with whether it is the current one. */
  adopt(first: string, next: string): Promise<boolean>;
  /** Deletes all places of `first` but the current one, the one before, and the one that is proposed. */
  tidy(first: string): Promise<void>;
}
