// Where the read models of one process are: what is read, and what is filled beside that to take its place.
import { firstPlaceOf } from '../../views/projection.ts';
import type { Projection } from '../../views/projection.ts';
import type { Views } from '../../views/views.ts';

export interface PlacesInUse {
  /** Where the documents of a read model are read. */
  readonly placeOf: (view: string) => string;
  /** Where events are folded into: what is read, and what is filled beside it. */
  readonly targetsOf: (view: string) => readonly string[];
  /** The targets of all read models. */
  readonly all: () => readonly string[];
  /** Looks where the read models are now. Resolves with whether one of them has moved. */
  readonly refresh: () => Promise<boolean>;
  /** Fills `place` as well, from the next page of the feed on; `undefined`: not any more. */
  readonly fillBeside: (view: string, place: string | undefined) => void;
}

export const placesInUse = (
  projections: readonly Projection[],
  views: Pick<Views, 'places'>,
): PlacesInUse => {
  const current = new Map(projections.map((projection) => [projection.view, firstPlaceOf(projection)]));
  const beside = new Map<string, string>();
  const placeOf = (view: string): string => current.get(view) ?? view;
  const targetsOf = (view: string): readonly string[] => [
    ...new Set([placeOf(view), beside.get(view) ?? placeOf(view)]),
  ];
  return {
    placeOf,
    targetsOf,
    all: () => projections.flatMap(({ view }) => targetsOf(view)),
    refresh: async () => {
      const known = await views.places();
      const before = [...current.values()].join();
      for (const projection of projections) {
        current.set(projection.view, currentOf(known, firstPlaceOf(projection)));
      }
      return [...current.values()].join() !== before;
    },
    fillBeside: (view, place) => {
      if (place === undefined) beside.delete(view);
      else beside.set(view, place);
    },
  };
};

const currentOf = (known: Awaited<ReturnType<Views['places']>>, first: string): string =>
  known.get(first)?.current ?? first;

/** Where earlier editions of a read model are, or would be, the newest first. */
export const earlierPlacesOf = async (
  { view, edition = 1 }: Pick<Projection, 'view' | 'edition'>,
  views: Pick<Views, 'places'>,
): Promise<readonly string[]> => {
  if (edition === 1) return [];
  const known = await views.places();
  const earlier = Array.from({ length: edition - 1 }, (_, n) => edition - 1 - n);
  return earlier.map((one) => currentOf(known, firstPlaceOf({ view, edition: one })));
};

export type ReadViews = Pick<Views, 'get' | 'find' | 'count'>;

/** The read models as they are asked for: each by its own name, wherever it is now. */
export const viewsAt = (views: Views, placeOf: PlacesInUse['placeOf']): ReadViews => ({
  get: (view, ids) => views.get(placeOf(view), ids),
  find: (view, query) => views.find(placeOf(view), query),
  count: (view, where) => views.count(placeOf(view), where),
});
