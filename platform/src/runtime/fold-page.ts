// Folds the events of one page of the feed into the documents of one projection.
import { TransientError } from '../decider/errors.ts';
import { parseStream } from '../decider/streams.ts';
import type { CommitStore, FeedPage } from '../store/store.ts';
import type { DatedEvent } from '../views/projection.ts';
import type { ViewDocument, Views } from '../views/views.ts';

/** A projection of documents of any kind. */
export interface AnyProjection {
  readonly view: string;
  readonly category: string;
  readonly apply: (document: never, event: DatedEvent) => object | undefined;
}

interface Parts {
  readonly store: CommitStore;
  readonly views: Views;
  readonly projection: AnyProjection;
}

/** How far a document has got; version 0 without a document. */
interface Folded {
  readonly version: number;
  readonly document?: ViewDocument | undefined;
}

/**
 * Every event counts once: one that is in the document is skipped, and where some are missing before it, the rest of
 * its stream is read from the store. The documents are read and written in one go each.
 */
export const foldPage = async ({ store, views, projection }: Parts, page: FeedPage): Promise<void> => {
  const events = eventsOf(page, projection.category);
  if (events.length === 0) return;
  const ids = [...new Set(events.map(({ stream }) => parseStream(stream).id))];
  const before = await views.get(projection.view, ids);
  const folded = new Map<string, Folded>(
    before.map((document) => [document._id, { document, version: document.version }]),
  );
  for (const event of events) {
    const { id } = parseStream(event.stream);
    const current = folded.get(id) ?? { version: 0 };
    if (event.version <= current.version) continue;
    const missing =
      event.version === current.version + 1 ? [event] : await rest(store, event, current.version);
    folded.set(
      id,
      missing.reduce<Folded>((state, next) => fold(projection, state, next), current),
    );
  }
  const changed = [...folded.values()].flatMap(({ document }) => document ?? []);
  await views.put(projection.view, changed);
};

const eventsOf = (page: FeedPage, category: string): readonly DatedEvent[] =>
  page.commits.flatMap(({ commit }) =>
    commit.events
      .filter(({ stream }) => parseStream(stream).category === category)
      .map((event) => ({ ...event, at: commit.at })),
  );

const rest = async (
  store: CommitStore,
  event: DatedEvent,
  version: number,
): Promise<readonly DatedEvent[]> => {
  const { events } = await store.load(event.stream, version);
  const hasAll = events.at(0)?.version === version + 1 && (events.at(-1)?.version ?? 0) >= event.version;
  if (hasAll) return events;
  throw new TransientError('STREAM_INCOMPLETE', `${event.stream} lacks events behind version ${version}`);
};

const fold = (projection: AnyProjection, { document }: Folded, event: DatedEvent): Folded => {
  const { version } = event;
  const applied = projection.apply(document as never, event);
  if (!applied) return { version };
  return { version, document: { ...applied, _id: parseStream(event.stream).id, version } };
};
