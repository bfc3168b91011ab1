// A page of the feed, shown: folded into every place of every read model.
import type { CommitStore, FollowedPage } from '../../store/store.ts';
import type { DatedEvent } from '../../decider/decider.ts';
import type { Projection } from '../../views/projection.ts';
import type { Views } from '../../views/views.ts';
import { foldPage } from '../fold-page.ts';
import type { Clock, Observer } from '../ports.ts';
import type { Target } from './fill.ts';
import { knownDocuments } from './known-documents.ts';
import type { KnownDocuments } from './known-documents.ts';
import type { PlacesInUse } from './places.ts';

export interface ShowParts {
  readonly store: CommitStore;
  readonly views: Views;
  readonly observer: Observer;
  readonly clock: Clock;
}

/** `isRead`: readers are shown this one. */
export interface ReadTarget extends Target {
  readonly isRead: boolean;
  readonly known: KnownDocuments;
}

export const targetsIn = (
  projections: readonly Projection[],
  places: PlacesInUse,
  views: Views,
): readonly ReadTarget[] =>
  projections.flatMap((projection) =>
    places.targetsOf(projection.view).map((place) => ({
      projection,
      place,
      known: knownDocuments(views, place),
      isRead: place === places.placeOf(projection.view),
    })),
  );

/** Folds a page into all of them, and tells how old each event was when it could be read. */
export const show = async (
  parts: ShowParts,
  targets: readonly ReadTarget[],
  page: FollowedPage,
): Promise<void> => {
  await Promise.all(targets.map((target) => showIn(parts, target, page)));
};

const showIn = async (
  { store, views, observer, clock }: ShowParts,
  { projection, place, known, isRead }: ReadTarget,
  page: FollowedPage,
): Promise<void> => {
  const shown = await foldPage({ store, views, projection, place, known }, page);
  if (!isRead || shown.length === 0) return;
  const now = clock.now();
  observer({
    kind: 'projected',
    view: projection.view,
    lags: shown.map((event) => now - begunAt(projection, event)),
  });
};

const begunAt = ({ acrossServices }: Projection, { at, toldAt = at }: DatedEvent): number =>
  acrossServices ? toldAt : at;

/** Does it with a page now and then, at most once in `ms`. */
export const everyNowAndThen = (clock: Clock, ms: number, work: (page: FollowedPage) => Promise<void>) => {
  let doneAt = -Infinity;
  return async (page: FollowedPage): Promise<void> => {
    if (page.commits.length === 0 || clock.now() < doneAt + ms) return;
    doneAt = clock.now();
    await work(page);
  };
};
