// The documents that a process wrote or read last, so that the next event of a stream needs no look into the database.
import { recentlyUsed } from '../../decider/recently-used.ts';
import type { Views, ViewDocument } from '../../views/views.ts';

/** How far a document has got; version 0: nothing of its stream is folded. */
export interface Folded {
  readonly version: number;
  /** `undefined` as long as the events make none. */
  readonly document: ViewDocument | undefined;
}

export interface KnownDocuments {
  /** Of each id; looked up where it is not known. */
  readonly get: (ids: readonly string[]) => Promise<ReadonlyMap<string, Folded>>;
  /** As far as it is known. */
  readonly peek: (id: string) => Folded | undefined;
  /** Streams begin with these: nothing of them has to be looked up. */
  readonly begin: (ids: readonly string[]) => void;
  /** Another instance has written a newer one: it is looked up the next time. */
  readonly forget: (id: string) => void;
  /** To be told once they are written. */
  readonly keep: (folded: ReadonlyMap<string, Folded>) => void;
}

const CAPACITY = 2_000;
const NOTHING: Folded = { version: 0, document: undefined };

/**
 * Of one place, for as long as one feed is followed. What another instance wrote there meanwhile may be newer: a document is made of the events
 * of its stream and nothing else, so one that is behind is right, and never written over a newer one.
 */
export const knownDocuments = (
  views: Pick<Views, 'get'>,
  place: string,
  capacity = CAPACITY,
): KnownDocuments => {
  const known = recentlyUsed<Folded>(capacity);
  return {
    get: async (ids) => {
      const unknown = ids.filter((id) => !known.has(id));
      const found = unknown.length > 0 ? await views.get(place, unknown) : [];
      const read = new Map(found.map((document) => [document._id, { version: document.version, document }]));
      return new Map(ids.map((id) => [id, known.get(id) ?? read.get(id) ?? NOTHING]));
    },
    peek: known.get,
    forget: known.delete,
    begin: (ids) => {
      for (const id of ids) if (!known.has(id)) known.set(id, NOTHING);
    },
    keep: (folded) => {
      for (const [id, one] of folded) known.set(id, one);
    },
  };
};
