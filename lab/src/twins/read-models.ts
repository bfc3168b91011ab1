// Bugs of read models: events that count twice, documents that go back, events that are left out.
import type { CommitStore, FeedPage, FollowedCommit, FollowedPage } from '@saga-lab/platform/store/store';
import { documentIdOf, firstPlaceOf, isFolded } from '@saga-lab/platform/views/projection';
import type { Projection } from '@saga-lab/platform/views/projection';
import type { ViewDocument, Views } from '@saga-lab/platform/views/views';
import { inStore } from './planted.ts';
import type { PlantedBug } from './planted.ts';

/** The version of the first event of each stream in the page that is being folded, by the id of the document. */
const firstVersions = (
  { commits }: FeedPage<FollowedCommit>,
  projection: Projection | undefined,
): ReadonlyMap<string, number> => {
  const first = new Map<string, number>();
  for (const { commit } of commits)
    for (const { stream, version } of commit.events) {
      if (!projection || !isFolded(projection, stream)) continue;
      const id = documentIdOf(projection, stream);
      if (!first.has(id)) first.set(id, version);
    }
  return first;
};

/** Documents always look as if the next event of the page were new to them. */
const unguarded = (store: CommitStore, views: Views, projections: readonly Projection[]) => {
  let page: FeedPage<FollowedCommit> = { commits: [] };
  const projectionOf = (view: string): Projection | undefined =>
    projections.find((projection) => firstPlaceOf(projection) === view);
  const follow: CommitStore['follow'] = (after, onPage, wanted) => {
    const noted = (next: FollowedPage) => {
      page = next;
      return onPage(next);
    };
    return store.follow(after, noted, wanted);
  };
  const get: Views['get'] = async <D extends ViewDocument>(view: string, ids: readonly string[]) => {
    const first = firstVersions(page, projectionOf(view));
    const documents = await views.get<D>(view, ids);
    return documents.map((document) => ({
      ...document,
      version: (first.get(document._id) ?? document.version + 1) - 1,
    }));
  };
  return { store: { ...store, follow }, views: { ...views, get } };
};

export const projectionWithoutGuard: PlantedBug = {
  name: 'projection without version guard',
  mechanism: 'the version guard of projections',
  rules: ['R-33'],
  consequence:
    'What the feed repeats after a restart is folded a second time: the list counts it twice, or stops.',
  breaks: ['I-1', 'I-2', 'I-7'],
  change: ({ definition, ports }) => ({
    definition,
    ports: { ...ports, ...unguarded(ports.store, ports.views, definition.projections) },
  }),
};

export const documentWithoutGuard: PlantedBug = {
  name: 'documents without version guard',
  mechanism: 'the version guard of documents: an older one never replaces a newer one',
  rules: ['R-33'],
  consequence:
    'The slower of two instances puts an old document over a new one, and a list goes back in time.',
  breaks: ['I-7'],
  change: (composition) => composition,
  replaces: () => true,
};

export const eventLeftOut: PlantedBug = {
  name: 'an event left out of a read model',
  mechanism: 'the rejection of an order, in the read model of orders',
  rules: ['R-33', 'R-34'],
  consequence:
    'A list does not show what has happened: a customer sees an order as pending that was cancelled.',
  breaks: ['I-4', 'I-7'],
  change: ({ definition, ports }) => ({
    ports,
    definition: { ...definition, projections: definition.projections.map(deafToRejections) },
  }),
};

const deafToRejections = (projection: Projection): Projection => ({
  ...projection,
  apply: (document, event) => {
    if (event.type === 'OrderRejected' && document) return document;
    return projection.apply(document, event);
  },
});

export const rebuildTooEarly: PlantedBug = {
  name: 'a rebuild put in place too early',
  mechanism: 'reading the history to its end before a read model that is made anew is put in place',
  rules: ['R-33'],
  consequence:
    'After a rebuild a list shows only what has happened since: all that was there before is gone.',
  breaks: ['I-7'],
  change: inStore((store) => ({
    page: async (after) => (after === undefined ? store.page(after, 1) : { commits: [] }),
  })),
};

export const readModels = [projectionWithoutGuard, documentWithoutGuard, eventLeftOut, rebuildTooEarly];
