// A thing as it was at a moment, as it is known now or was known at another: what was recorded, with the corrections of it.
import { amended, amendmentsOf, correctionIn, isCorrection } from '../../decider/valid-time.ts';
import type { Amendments, CorrectionEvent, CorrectionRules, Place } from '../../decider/valid-time.ts';
import { folded, streamFor } from '../../views/projection.ts';
import type { Fold, Projection } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { earlierOf, isIn } from './moments.ts';
import type { Moments, PastMoment } from './moments.ts';
import { pastOf, SLICE } from './past.ts';
import type { Folding, FoldUpTo, PastSources } from './past.ts';

/** How the history of a kind of thing is corrected, and shown. */
export interface Corrections<D extends ViewDocument> {
  readonly rules: CorrectionRules;
  /** As that of the present, but for figures that were impossible: they are shown. */
  readonly projection: Projection<D>;
}

export interface Correctable<D extends ViewDocument> extends Folding<D> {
  /** Left out where nothing is ever corrected. */
  readonly corrections?: Corrections<D>;
}

/** `known`: up to which version something was known at all. */
export type FoldThen<D extends ViewDocument> = (
  id: string,
  moments: Moments,
) => Promise<{ readonly known: number; readonly fold: Fold<D> }>;

interface Ledger extends ViewDocument {
  readonly corrections: readonly CorrectionEvent[];
}

/** All corrections of a stream, as a fold, so that they are found and remembered as other folds are. */
const ledgerOf = (rules: CorrectionRules, category: Projection['category']): Projection<Ledger> => ({
  view: '',
  category,
  apply: ({ corrections } = { _id: '', version: 0, corrections: [] }, event) => ({
    corrections: isCorrection(event, rules) ? [...corrections, correctionIn(event)] : corrections,
  }),
});

/** How far a stream has been read for its corrections, and all of them up to there. */
export const ledgerPastOf = <D extends ViewDocument>(
  { projection, corrections }: Correctable<D> & { readonly corrections: Corrections<D> },
  sources: PastSources,
): FoldUpTo<Ledger> => pastOf({ projection: ledgerOf(corrections.rules, projection.category) }, sources);

/**
 * Nothing is read twice where nothing was corrected by the moment. Otherwise the stream is read twice, slice by slice: for its
 * corrections, and from before the first event that is amended. Memory grows with the number of corrections, and with nothing else.
 */
export const validPastOf = <D extends ViewDocument>(
  { corrections, ...folding }: Correctable<D>,
  sources: PastSources,
): FoldThen<D> => {
  const upTo = pastOf(folding, sources);
  if (!corrections) return uncorrected(upTo);
  const ledger = ledgerPastOf({ ...folding, corrections }, sources);
  return async (id, moments) => {
    const { known, validAt } = moments;
    if (validAt === undefined) return uncorrected(upTo)(id, moments);
    const { version, document } = await ledger(id, known);
    const amendments = amendmentsOf(document?.corrections ?? []);
    const asked = { id, moment: earlierOf(known, { time: validAt }), validAt };
    return { known: version, fold: await amendedFold({ upTo, corrections, sources }, asked, amendments) };
  };
};

const uncorrected =
  <D extends ViewDocument>(upTo: FoldUpTo<D>): FoldThen<D> =>
  async (id, { known, validAt }) => {
    const fold = await upTo(id, validAt === undefined ? known : earlierOf(known, { time: validAt }));
    const isCut = validAt !== undefined && known.version !== undefined;
    return { known: isCut ? (await upTo(id, known)).version : fold.version, fold };
  };

interface Amending<D extends ViewDocument> {
  readonly upTo: FoldUpTo<D>;
  readonly corrections: Corrections<D>;
  readonly sources: PastSources;
}

interface Asked {
  readonly id: string;
  /** Of what was recorded, all that was known, and had happened by then. */
  readonly moment: Required<PastMoment>;
  readonly validAt: number;
}

/** Its version is that which was recorded at that moment, whatever is known of it since. */
const amendedFold = async <D extends ViewDocument>(
  { upTo, corrections: { rules, projection }, sources: { store, slice = SLICE } }: Amending<D>,
  { id, moment, validAt }: Asked,
  amendments: Amendments,
): Promise<Fold<D>> => {
  const { version, time } = amendments.since;
  let fold = await upTo(id, earlierOf(moment, { version: version - 1, time: time - 1 }));
  for (;;) {
    const last = Math.min(fold.version + slice, moment.version);
    const { events } = await store.load(streamFor(projection, id), fold.version, last);
    const past = events.filter((event) => isIn(event, moment));
    const isEnd = past.length < slice;
    const end: Place = past.at(-1) ?? fold;
    const upToPlace = isEnd ? { at: validAt, version: Infinity } : end;
    const timeline = amended(rules, amendments, { events: past, after: fold, upTo: upToPlace });
    const document = folded(projection, id, timeline, fold.document);
    fold = { version: end.version, at: end.at, document: document && { ...document, version: end.version } };
    if (isEnd) return fold;
  }
};
