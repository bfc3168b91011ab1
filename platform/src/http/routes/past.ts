// A thing as it was at a moment of the past: its stream folded up to there by the projection that shows it now.
import { recentlyUsed } from '../../decider/recently-used.ts';
import type { CommitStore } from '../../store/store.ts';
import { folded, streamFor } from '../../views/projection.ts';
import type { DatedEvent } from '../../decider/decider.ts';
import type { Fold, Milestones, Projection } from '../../views/projection.ts';
import type { ViewDocument, Views } from '../../views/views.ts';
import { lastMilestone, milestonesOf } from './milestones.ts';
import { isIn } from './moments.ts';
import type { PastMoment } from './moments.ts';

/** Of one stream at a moment; of a version that there is not yet: up to the last that there is. */
export type FoldUpTo<D extends ViewDocument> = (id: string, moment: PastMoment) => Promise<Fold<D>>;

/** What is folded. */
export interface Folding<D extends ViewDocument> {
  readonly projection: Projection<D>;
  /** For things with long streams. */
  readonly milestones?: Milestones<D>;
}

export interface PastSources {
  readonly store: Pick<CommitStore, 'load'>;
  /** Where milestones are; left out: what is not remembered is folded from the first event. */
  readonly views?: Pick<Views, 'get'>;
  /** So many events are read at once. */
  readonly slice?: number;
}

export const SLICE = 1_000;
/** Streams whose folds are remembered. */
const STREAMS = 100;

/**
 * Memory is bounded: a stream is read slice by slice. What has happened never changes, so the fold after each full slice is
 * remembered, and a stream that is asked for again costs no more than one slice. Where there are milestones, it costs no more
 * the first time. What begins at one is not remembered, so that a read model that was wrong and is made anew leaves nothing behind.
 * Nothing is written.
 */
export const pastOf = <D extends ViewDocument>(
  { projection, milestones }: Folding<D>,
  { store, views, slice = SLICE }: PastSources,
): FoldUpTo<D> => {
  const remembered = rememberedFolds<D>();
  const beyond = async (from: Fold<D>, id: string, moment: PastMoment): Promise<Fold<D>> => {
    if (!views || !milestones || (moment.version ?? Infinity) < from.version + slice) return from;
    const isWanted = (fold: Fold<D>) => isIn(fold, moment);
    return lastMilestone(milestonesOf(views, milestones, id), { from, isWanted, apart: slice });
  };
  return async (id, moment) => {
    const stream = streamFor(projection, id);
    const known = remembered.before(id, moment);
    const beginning = await beyond(known, id, moment);
    let fold = beginning;
    for (;;) {
      const upTo = Math.min(fold.version + slice, moment.version ?? Infinity);
      const { events } = await store.load(stream, fold.version, upTo);
      const past = events.filter((event) => isIn(event, moment));
      fold = grown(projection, id, fold, past);
      if (past.length < slice) return fold;
      if (beginning === known) remembered.keep(id, fold);
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
