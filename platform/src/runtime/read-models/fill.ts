// Fills places of read models from the first commit to the last, while the feed brings what is new.
import type { CommitStore } from '../../store/store.ts';
import type { Projection } from '../../views/projection.ts';
import type { Views } from '../../views/views.ts';
import { foldPage } from '../fold-page.ts';
import { knownDocuments } from './known-documents.ts';

export interface Target {
  readonly projection: Projection;
  readonly place: string;
}

interface FillParts {
  readonly store: CommitStore;
  readonly views: Views;
  readonly isOver: () => boolean;
  /** Told after each page how many events it has folded so far. */
  readonly onEvents?: (events: number) => void;
}

/** Commits of one page. */
const PAGE = 500;

/**
 * To be begun once the feed is followed and brings its pages into the same places: then nothing is missing when it is done,
 * in whatever order commits became durable. Resolves with whether it came to the end; `isOver` ends it before.
 * @throws TransientError while the database is away
 */
export const fill = async (targets: readonly Target[], parts: FillParts): Promise<boolean> => {
  const { store, views, isOver, onEvents } = parts;
  let events = 0;
  const each = targets.map((target) => ({ ...target, known: knownDocuments(views, target.place) }));
  for (let after: string | undefined; ;) {
    const page = await store.page(after, PAGE);
    if (isOver()) return false;
    const last = page.commits.at(-1);
    if (!last) return true;
    for (const target of each) events += (await foldPage({ store, views, ...target }, page)).length;
    onEvents?.(events);
    after = last.position;
  }
};
