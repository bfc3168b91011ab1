// A thing as it was at a moment of the past: its stream folded up to there by the projection that shows it now.
import { recentlyUsed } from '../../decider/recently-used.ts';
import { streamOf } from '../../decider/streams.ts';
import type { CommitStore } from '../../store/store.ts';
import { folded } from '../../views/projection.ts';
import type { DatedEvent, Projection } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { isIn } from './moments.ts';
import type { PastMoment } from './moments.ts';

/** How far a stream has been folded; version 0: nothing of it. */
export interface Fold<D extends ViewDocument> {
  readonly version: number;
  /** Of the last event, milliseconds since the epoch. */
  readonly at: number;
  readonly document: D | undefined;
}

/** Of one stream at a moment; of a version that there is not yet: up to the last that there is. */
export type FoldUpTo<D extends ViewDocument> = (id: string, moment: PastMoment) => Promise<Fold<D>>;

/** So many events are read at once. */
export const SLICE = 1_000;
/** Streams whose folds are remembered. */
const STREAMS = 100;

/**
 * Memory is bounded: a stream is read slice by slice. What has happened never changes, so the fold after each full slice is
 * remembered, and a stream that is asked for again costs no more than one slice. Nothing is written.
 */
export const pastOf = <D extends ViewDocument>(
  projection: Projection<D>,
  store: Pick<CommitStore, 'load'>,
): FoldUpTo<D> => {
  const remembered = rememberedFolds<D>();
  return async (id, moment) => {
    const stream = streamOf(projection.category, id);
    let fold = remembered.before(id, moment);
    for (;;) {
      const upTo = Math.min(fold.version + SLICE, moment.version ?? Infinity);
      const { events } = await store.load(stream, fold.version, upTo);
      const past = events.filter((event) => isIn(event, moment));
      fold = grown(projection, id, fold, past);
      if (past.length < SLICE) return fold;
      remembered.keep(id, fold);
    }
  };
};

const grown = <D extends ViewDocument>(
  projection: Projection<D>,
  id: string,
  before: Fold<D>,
  events: readonly DatedEvent[],
): Fold<D> => {
  const last = events.at(-1);
  if (!last) return before;
  return {
    version: last.version,
    at: last.at,
    document: folded(projection, id, events, before.document),
  };
};

const rememberedFolds = <D extends ViewDocument>() => {
  /** Of each stream oldest first. */
  const streams = recentlyUsed<readonly Fold<D>[]>(STREAMS);
  return {
    before: (id: string, moment: PastMoment): Fold<D> =>
      streams.get(id)?.findLast((fold) => isIn(fold, moment)) ?? { version: 0, at: 0, document: undefined },
    keep: (id: string, fold: Fold<D>): void => {
      const known = streams.get(id) ?? [];
      const isNew = known.every(({ version }) => version < fold.version);
      streams.set(id, isNew ? [...known, fold] : known);
    },
  };
};
