// Up to where the read models of a service show everything: one position for all places that are filled together.
import type { Position } from '../../store/store.ts';
import type { Views } from '../../views/views.ts';

/**
 * A position is a statement: every place of this set that counts as filled shows everything up to here. It stays true, whatever others do
 * meanwhile, because only who fills the whole set says it. An instance that fills another set, such as one of an older release, or one that
 * fills a read model anew, has a position of its own.
 */
export interface FeedPosition {
  /** Nothing: from the first commit on. */
  readonly read: () => Promise<Position | undefined>;
  readonly save: (position: Position) => Promise<void>;
  /** Those that show what was there before this set was first followed. */
  readonly isFilled: (place: string) => Promise<boolean>;
  /** To be said once everything that was there when the set was first followed has been folded into the place. */
  readonly markFilled: (place: string) => Promise<void>;
}

type Positions = Pick<Views, 'position' | 'savePosition'>;

/** The one of a set of places; a set that is new takes over what another set is known to show. */
export const feedPosition = async (
  views: Positions,
  name: string,
  places: readonly string[],
): Promise<FeedPosition> => {
  const key = keyOf(name, places);
  if ((await views.position(begun(key))) === undefined) {
    const latest = `${name} latest`;
    await takeOver(views, { key, from: await views.position(latest), places });
    await views.savePosition(latest, key);
    await views.savePosition(begun(key), YES);
  }
  return at(views, key);
};

/** Lets a set that is about to be followed show what another one shows. */
export const passOn = async (
  views: Positions,
  name: string,
  { from, to }: { readonly from: readonly string[]; readonly to: readonly string[] },
): Promise<void> => {
  const key = keyOf(name, to);
  await takeOver(views, { key, from: keyOf(name, from), places: to });
  await views.savePosition(begun(key), YES);
};

const YES = 'yes';
const keyOf = (name: string, places: readonly string[]): string => [name, ...[...places].sort()].join(' ');
const begun = (key: string): string => `${key}: begun`;
const filled = (key: string, place: string): string => `${key}: filled ${place}`;

const at = (views: Positions, key: string): FeedPosition => ({
  read: () => views.position(key),
  save: (position) => views.savePosition(key, position),
  isFilled: async (place) => (await views.position(filled(key, place))) !== undefined,
  markFilled: (place) => views.savePosition(filled(key, place), YES),
});

interface TakingOver {
  readonly key: string;
  readonly from: string | undefined;
  readonly places: readonly string[];
}

/** Without a position everything is read from the first commit on: then nothing has to be filled by itself. */
const takeOver = async (views: Positions, { key, from, places }: TakingOver): Promise<void> => {
  const position = from === undefined ? undefined : await views.position(from);
  if (position !== undefined) await views.savePosition(key, position);
  for (const place of places)
    if (position === undefined || (await at(views, from ?? key).isFilled(place)))
      await at(views, key).markFilled(place);
};
