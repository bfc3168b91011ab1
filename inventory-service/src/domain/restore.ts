// Stock brought back to what it was at an earlier version: decided on the present, by what the past was.
import { nothing, refuse } from '@saga-lab/platform/decider/decider';
import type { Decision } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { changedMeanwhile, heldBySagas } from '@saga-lab/platform/decider/refusals';
import type { Held } from '@saga-lab/platform/decider/refusals';
import type { HoldRules } from '@saga-lab/platform/decider/restoration';
import { evolveStock, named, stockStream } from './stock.ts';
import type { Stock, StockEvent } from './stock.ts';

/** The request of the operator `by` to have what there was at version `toVersion`. */
export type RestoreStock = Message<
  'RestoreStock',
  {
    readonly sku: string;
    readonly toVersion: number;
    readonly reason: string;
    readonly by: string;
    /** The version up to which the history was read; this is decided on no other. */
    readonly seen: number;
    /** To have in the end: what was available then, and what was released since of what was reserved then. */
    readonly available: number;
    readonly unitPrice: number;
    /** Orders of which nothing is to remain. */
    readonly undone: readonly string[];
    /** All that reserved something only since, too. Left out in messages from before it could be asked for. */
    readonly undoneSince?: boolean;
  } & StillHeld
>;

/** Reserved since or to be undone, and not yet released or shipped. */
type StillHeld = Held<{ readonly orderId: string; readonly quantity: number }>;

/** Reserving takes pieces; releasing and shipping end that. */
const takes = { UnitsReserved: 1, UnitsReleased: -1, UnitsShipped: -1 } as const;

const movesUnits = (event: StockEvent): event is Extract<StockEvent, { type: keyof typeof takes }> =>
  event.type in takes;

export const stockHolds: HoldRules<Stock, StockEvent> = {
  evolve: evolveStock,
  holdOf: (event) => {
    if (!movesUnits(event)) return undefined;
    const { orderId, quantity } = event.data;
    return { orderId, amount: takes[event.type] * quantity };
  },
};

export const restoreStock = (stock: Stock | undefined, { data }: RestoreStock): Decision<StockEvent> => {
  const { sku, toVersion, reason, by, unitPrice, available, undone, undoneSince = false } = data;
  if (stock?.version !== data.seen) return changedMeanwhile(named(sku));
  if (data.held.length > 0) return inTheWay(data);
  const onHand = available + stock.reserved + stock.shipped;
  if (!Number.isSafeInteger(onHand)) return refuse('TOO_MANY_PIECES', tooMany(sku, toVersion));
  if (stock.onHand === onHand && stock.unitPrice === unitPrice) return nothing;
  return {
    events: [
      {
        stream: stockStream(sku),
        type: 'StockRestored',
        data: { toVersion, onHand, unitPrice, undone, undoneSince, reason, by },
      },
    ],
    messages: [],
  };
};

const tooMany = (sku: string, toVersion: number): string =>
  `with the pieces of version ${toVersion} more of ${sku} would have been put on hand in all than can be counted`;

const inTheWay = ({ sku, toVersion, held, ...rest }: RestoreStock['data']): Decision<never> =>
  heldBySagas(
    `what was available of ${sku} at version ${toVersion}`,
    { ...rest, held: held.map(({ orderId, quantity }) => ({ orderId, amount: quantity })) },
    'wait until their sagas have ended, or abort them, then restore again',
  );
