// What a feed reads from the database's log, kept until the order of commits is written down from it: so the log is read once.
import { sortable } from './mongo-feed-position.ts';
import type { Insertion } from './mongo-insertions.ts';
import type { Position } from './store.ts';

export interface HeardInsertions {
  /** These come in the log right behind a position. */
  readonly hear: (after: Position, insertions: readonly Insertion[]) => void;
  /** The feed is over: nothing more comes of it. */
  readonly end: () => void;
  /** All that was heard behind a position; `undefined` if something between may not have been heard. */
  readonly behind: (position: Position) => readonly Insertion[] | undefined;
}

/** Without anybody who asks, as while the database refuses pages, they do not pile up. */
const MOST_KEPT = 5_000;

/** Of one feed at a time: what another one reads begins anew. */
export const heardInsertions = (): HeardInsertions => {
  /** One stretch of the log, without a hole. */
  let stretch: { readonly from: Position; readonly upTo: Position } | undefined;
  let kept: Insertion[] = [];

  const end = (): void => {
    [stretch, kept] = [undefined, []];
  };
  return {
    hear: (after, insertions) => {
      const goesOn = stretch?.upTo === after && kept.length <= MOST_KEPT;
      const from = goesOn && stretch ? stretch.from : after;
      if (!goesOn) kept = [];
      kept.push(...insertions);
      stretch = { from, upTo: insertions.at(-1)?.position ?? after };
    },
    end,
    behind: (position) => {
      const from = sortable(position);
      if (!stretch || sortable(stretch.from) > from) return undefined;
      kept = kept.filter((insertion) => insertion.position > from);
      return kept;
    },
  };
};
