// Folds events of commits into the documents of one projection.
import { TransientError } from '../decider/errors.ts';
import { loadBeyond } from './load-beyond.ts';
import { upToDate } from '../store/schema-versions.ts';
import type { CommitStore, FeedPage, FollowedCommit } from '../store/store.ts';
import { documentIdOf, isFolded, unfolded } from '../views/projection.ts';
import type { DatedEvent } from '../decider/decider.ts';
import type { Projection, RowDocument } from '../views/projection.ts';
import type { Views } from '../views/views.ts';
import type { Folded, KnownDocuments } from './read-models/known-documents.ts';

interface Parts {
  readonly store: CommitStore;
  readonly views: Views;
  readonly projection: Projection;
  /** Where its documents are. */
  readonly place: string;
  readonly known: KnownDocuments;
}

/**
 * Every event counts once: one that is in the document is skipped, and where some are missing before it, the rest of
 * its stream is read from the store. The documents are read, where they are not known, and written in one go each, rows
 * before the documents beside which they stand: so a document that shows an event has its rows. Resolves with those of the
 * events that the documents show now and did not show before.
 */
export const foldEvents = async (
  { store, views, projection, place, known }: Parts,
  events: readonly DatedEvent[],
): Promise<readonly DatedEvent[]> => {
  if (events.length === 0) return [];
  const ids = [...new Set(events.map(({ stream }) => documentIdOf(projection, stream)))];
  const folded = new Map(await known.get(ids));
  const restOf = await missingIn({ store, projection }, events, folded);
  const shown: DatedEvent[] = [];
  const rows: RowDocument[] = [];
  const changed = new Map<string, Folded>();
  for (const event of events) {
    const id = documentIdOf(projection, event.stream);
    const { version, document } = folded.get(id) ?? { version: 0, document: undefined };
    if (event.version <= version) continue;
    const missing = event.version === version + 1 ? [event] : restOf(event, version);
    const made = unfolded(projection, id, missing, document);
    shown.push(event);
    rows.push(...made.rows);
    const now = { document: made.document, version: missing.at(-1)?.version ?? event.version };
    folded.set(id, now);
    changed.set(id, now);
  }
  await putRows(views, place, rows);
  await views.put(
    place,
    [...changed.values()].flatMap(({ document }) => document ?? []),
  );
  known.keep(folded);
  return shown;
};

/** Of rows with one id the last one, so that each is written once. */
const putRows = async (views: Views, place: string, rows: readonly RowDocument[]): Promise<void> => {
  if (rows.length > 0) await views.put(place, [...new Map(rows.map((row) => [row._id, row])).values()]);
};

/** The same with those events of a page that are of streams that the projection folds. */
export const foldPage = (parts: Parts, page: FeedPage<FollowedCommit>): Promise<readonly DatedEvent[]> => {
  const events = page.commits.flatMap(({ commit }) => datedEvents(commit));
  return foldEvents(
    parts,
    events.filter(({ stream }) => isFolded(parts.projection, stream)),
  );
};

/** @throws PermanentError for an event that a newer build wrote */
export const datedEvents = ({ events, at, input }: FollowedCommit): readonly DatedEvent[] =>
  events.map((event) => ({ ...upToDate(event), at, toldAt: Date.parse(input.time) }));

type RestOf = (event: DatedEvent, version: number) => readonly DatedEvent[];

/**
 * What streams have between their documents and these events: where several instances share the work, each has made some of the events of a stream.
 * Resolves with what gives all that come behind a version, the event among them.
 */
const missingIn = async (
  { store, projection }: Pick<Parts, 'store' | 'projection'>,
  events: readonly DatedEvent[],
  folded: ReadonlyMap<string, Folded>,
): Promise<RestOf> => {
  const beyond = await loadBeyond(store, gapsIn(projection, events, folded));
  return ({ stream, version: wanted }, version) => {
    const rest = (beyond.get(stream) ?? []).filter((one) => one.version > version);
    const hasAll = rest.at(0)?.version === version + 1 && (rest.at(-1)?.version ?? 0) >= wanted;
    if (hasAll) return rest;
    throw new TransientError('STREAM_INCOMPLETE', `${stream} lacks events behind version ${version}`);
  };
};

/** By stream the version behind which something is missing, the first time. */
const gapsIn = (
  projection: Projection,
  events: readonly DatedEvent[],
  folded: ReadonlyMap<string, Folded>,
): ReadonlyMap<string, number> => {
  const versions = new Map<string, number>();
  const gaps = new Map<string, number>();
  for (const { stream, version } of events) {
    const before = versions.get(stream) ?? folded.get(documentIdOf(projection, stream))?.version ?? 0;
    if (version > before + 1 && !gaps.has(stream)) gaps.set(stream, before);
    versions.set(stream, Math.max(before, version));
  }
  return gaps;
};
