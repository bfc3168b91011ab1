// Bugs of read models: events that count twice, documents that go back, events that are left out.
import type { Projection } from '@saga-lab/platform/views/projection';
import type { ViewDocument, Views } from '@saga-lab/platform/views/views';
import { inStore } from './planted.ts';
import type { PlantedBug } from './planted.ts';

/** Where it is looked whether documents show what the feed brought again, they look as if they lacked their last event. */
const unguarded = (views: Views): Views => {
  const lookedAt = new Set<string>();
  return {
    ...views,
    versions: async (view, ids) => {
      const found = await views.versions(view, ids);
      for (const id of found.keys()) lookedAt.add(`${view}/${id}`);
      return new Map([...found].map(([id, version]) => [id, version - 1]));
    },
    get: async <D extends ViewDocument>(view: string, ids: readonly string[]) =>
      (await views.get<D>(view, ids)).map((document) => {
        const isLookedAt = lookedAt.delete(`${view}/${document._id}`);
        return isLookedAt ? { ...document, version: document.version - 1 } : document;
      }),
  };
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
    ports: { ...ports, views: unguarded(ports.views) },
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
