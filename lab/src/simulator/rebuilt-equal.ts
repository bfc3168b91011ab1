// Whether every read model equals, byte for byte, what its history makes of it in another order and with doubles.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { foldPage } from '@saga-lab/platform/runtime/fold-page';
import { differenceOf, unequalIn } from '@saga-lab/platform/runtime/read-models/compare';
import type { ReadViews } from '@saga-lab/platform/runtime/read-models/places';
import { knownDocuments } from '@saga-lab/platform/runtime/read-models/known-documents';
import type { FeedPage } from '@saga-lab/platform/store/store';
import { memoryViews } from '@saga-lab/platform/views/memory-views';
import type { Views } from '@saga-lab/platform/views/views';
import { projections } from '../rebuild/services.ts';
import { currentViews } from './current-views.ts';
import { fraction, mixed } from './hash.ts';
import { commitsIn } from './read-memory.ts';
import type { Databases } from './simulation.ts';

const LIVE = 'live';
const REBUILT = 'rebuilt';
const PAGE = 7;

/** A sentence for each document that differs, of a system at rest. */
export const unequalToRebuilt = async (
  { databases }: { readonly databases: Databases },
  seed: number,
): Promise<readonly string[]> => {
  const sentences: string[] = [];
  for (const service of serviceNames) {
    const { store } = databases[service];
    const views = await currentViews(service, databases[service].views);
    const pages = await shuffled(databases[service], seed);
    for (const projection of projections[service]) {
      const made = memoryViews();
      const place = projection.view;
      const known = knownDocuments(made, place);
      for (const page of pages) await foldPage({ store, views: made, projection, place, known }, page);
      const both = sideBySide(views, made, projection.view);
      for await (const id of unequalIn(both, LIVE, REBUILT)) {
        const [[live], [rebuilt]] = [await both.get(LIVE, [id]), await both.get(REBUILT, [id])];
        const sentence = `${projection.view} ${id} is not as made anew: ${JSON.stringify(differenceOf(id, live, rebuilt))}.`;
        // Of what was forgotten nothing is left to make it of; documents of roles are called by their streams: `2pc-o1`.
        const stones = await store.tombstones([id, parseStream(id).id]);
        sentences.push(...(stones.length > 0 ? [] : [sentence]));
      }
    }
  }
  return sentences;
};

/** The one place of a read model in two databases, as two places of one. */
const sideBySide = (live: ReadViews, rebuilt: ReadViews, view: string): Pick<Views, 'get' | 'find'> => {
  const of = (place: string): ReadViews => (place === LIVE ? live : rebuilt);
  return {
    get: (place, ids) => of(place).get(view, ids),
    find: (place, query) => of(place).find(view, query),
  };
};

/** Every commit but what is left of what was forgotten, and a third of them twice, in an order that the seed makes. */
const shuffled = async ({ store }: Databases[ServiceName], seed: number): Promise<readonly FeedPage[]> => {
  const left = await commitsIn(store);
  const stones = await store.tombstones(left.map(({ correlationId }) => correlationId));
  const forgotten = new Set(stones.map(({ correlationId }) => correlationId));
  const all = left.filter(({ correlationId }) => !forgotten.has(correlationId));
  const doubled = [...all, ...all.filter((_, n) => fraction(mixed(seed, n)) < 1 / 3)];
  const keys = new Map(doubled.map((commit, n) => [commit, mixed(seed, n + 1_000_000)] as const));
  const order = doubled
    .map((commit, n) => ({ commit, key: mixed(keys.get(commit) ?? 0, n) }))
    .sort((a, b) => a.key - b.key)
    .map(({ commit }) => ({ commit, position: '0' }));
  return Array.from({ length: Math.ceil(order.length / PAGE) }, (_, n) => ({
    commits: order.slice(n * PAGE, (n + 1) * PAGE),
  }));
};
