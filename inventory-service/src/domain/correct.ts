// What was said of the stock by mistake, or was not said: recorded now, valid earlier. Decided on the present, by what the past was.
import { refuse } from '@saga-lab/platform/decider/decider';
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { changedMeanwhile, uncorrectable } from '@saga-lab/platform/decider/refusals';
import type { CorrectionRules } from '@saga-lab/platform/decider/valid-time';
import { belowNeeded, named, stockStream } from './stock.ts';
import type { Shelf, Stock, StockCorrection, StockEvent } from './stock.ts';

/** The request of the operator `by` to correct what the history says. */
export type CorrectStock = Message<
  'CorrectStock',
  {
    readonly sku: string;
    readonly corrects: StockCorrection;
    readonly reason: string;
    readonly by: string;
    /** The version up to which the history was read; this is decided on no other. */
    readonly seen: number;
    /** The figures of the present, as the corrected history gives them. */
    readonly after: Shelf;
    /** Whether the history says so already. */
    readonly isSoAlready: boolean;
  }
>;

export const stockCorrections: CorrectionRules = { type: 'StockCorrected', facts: ['StockAdjusted'] };

export const correctStock = (
  stock: Stock | undefined,
  { data, receivedAt }: CorrectStock & Stamp,
): Decision<StockEvent> => {
  const { sku, corrects, reason, by, seen, after } = data;
  if (stock?.version !== seen) return changedMeanwhile(named(sku));
  const refused = uncorrectable(named(sku), data, receivedAt);
  if (refused) return refused;
  const needed = stock.reserved + stock.shipped;
  if (after.onHand < needed) return refuse('BELOW_RESERVED_AND_SHIPPED', tooFew(sku, after, needed));
  return {
    events: [{ stream: stockStream(sku), type: 'StockCorrected', data: { ...after, corrects, reason, by } }],
    messages: [],
  };
};

const tooFew = (sku: string, { onHand }: Shelf, needed: number): string =>
  `With this, ${onHand} pieces of ${sku} would have been put on hand in all; ${belowNeeded(sku, needed)}`;
