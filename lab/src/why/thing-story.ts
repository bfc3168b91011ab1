// Why the stock of a SKU, or the account of a customer, is as it is: from who put it there to its last movement.
import type { StockCorrection, StockEvent } from '@saga-lab/inventory-service/domain/stock';
import type { AccountCorrection, AccountEvent } from '@saga-lab/payment-service/domain/account';
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import { unexpected } from '@saga-lab/platform/decider/unexpected';
import { amountText, instantText, listText, timesText } from './words.ts';
import { sentence } from './words.ts';

/** As the route to a history shows it: without its stream. */
export type Movement<E> = E extends { readonly type: infer Type; readonly data: infer Data }
  ? { readonly version: number; readonly at: number; readonly type: Type; readonly data: Data }
  : never;

export interface ThingHistory<View, E> {
  readonly now: View & { readonly version: number };
  readonly first: Movement<E> | undefined;
  /** The newest of its events, oldest first. */
  readonly last: readonly Movement<E>[];
}

export const stockStory = ({ now, first, last }: ThingHistory<StockDto, StockEvent>): readonly string[] => {
  const { sku, available, onHand, reserved, shipped, unitPrice } = now;
  return [
    `there are ${amountText(available)} x ${sku} available: ${amountText(onHand)} were put on hand in all, ${amountText(reserved)} are reserved and ${amountText(shipped)} shipped, and one costs ${amountText(unitPrice)}`,
    ...(first?.type === 'StockAdjusted'
      ? [
          `it began with operator ${first.data.by}, who put ${amountText(first.data.onHand)} on hand at ${amountText(first.data.unitPrice)} each at ${instantText(first.at)}`,
        ]
      : []),
    ...adjustedSince(
      first,
      last,
      ({ onHand: to, unitPrice: price }) =>
        `${amountText(Number(to))} on hand in all at ${amountText(Number(price))} each`,
    ),
    ...movementsText(
      last,
      ['UnitsReserved', 'UnitsReleased', 'UnitsShipped'],
      ['reserved', 'given back', 'shipped'],
    ),
    ...heldText(last, reserved, {
      took: 'UnitsReserved',
      over: ['UnitsReleased', 'UnitsShipped'],
      what: 'reserved',
    }),
    ...lastText(last, 'pieces'),
  ].map(sentence);
};

export const accountStory = ({
  now,
  first,
  last,
}: ThingHistory<AccountDto, AccountEvent>): readonly string[] => {
  const { customerId, balance, opening, charged, refunded, held } = now;
  return [
    `customer ${customerId} has a balance of ${amountText(balance)}: ${amountText(opening)} were paid in, ${amountText(charged)} charged, ${amountText(refunded)} paid back and ${amountText(held)} held`,
    ...(first?.type === 'AccountOpened'
      ? [
          `it began with operator ${first.data.by}, who opened the account with ${amountText(first.data.opening)} at ${instantText(first.at)}`,
        ]
      : []),
    ...adjustedSince(first, last, ({ opening: to }) => `${amountText(Number(to))} paid in`),
    ...movementsText(last, ['AmountCharged', 'AmountRefunded'], ['charged', 'paid back']),
    ...heldText(last, held, {
      took: 'AmountHeld',
      over: ['AmountReleased', 'AmountCaptured'],
      what: 'on hold',
    }),
    ...lastText(last, 'in minor units'),
  ].map(sentence);
};

type Any = Movement<StockEvent> | Movement<AccountEvent>;

const adjustedSince = (
  first: Any | undefined,
  last: readonly Any[],
  tell: (data: Readonly<Record<string, unknown>>) => string,
): readonly string[] => {
  const adjusted = last.findLast(({ data }) => 'by' in data);
  if (!adjusted || adjusted.version === first?.version) return [];
  const data = adjusted.data as unknown as Readonly<Record<string, unknown>>;
  return [
    `operator ${String(data['by'])} last ${howText(adjusted)}${tell(data)}, at ${instantText(adjusted.at)}`,
  ];
};

const howText = ({ data }: Any): string => {
  if ('toVersion' in data) return `brought it back to version ${data.toVersion}, `;
  return 'corrects' in data
    ? `corrected its history (${correctionText(data.corrects)}), which makes `
    : 'changed that to ';
};

const correctionText = (corrects: StockCorrection | AccountCorrection): string => {
  switch (corrects.kind) {
    case 'FORGOTTEN':
      return `forgotten until then, and so since ${instantText(corrects.validFrom)}`;
    case 'FALSE':
      return `its event ${corrects.version} never happened`;
    case 'WRONG':
      return `its event ${corrects.version} had other figures`;
    case 'DIFFERENCE':
      return `${amountText(corrects.amount)} settled for order ${corrects.orderId}`;
    default:
      return unexpected(corrects);
  }
};

const movementsText = (
  last: readonly Any[],
  types: readonly string[],
  words: readonly string[],
): readonly string[] => {
  const moved = last.filter(({ type }) => types.includes(type));
  if (moved.length === 0) return ['no order has moved anything of it lately'];
  const counts = types.map(
    (type, n) => `${timesText(moved.filter((one) => one.type === type).length)} ${words[n] ?? type}`,
  );
  const orders = new Set(moved.map(({ data }) => (data as { readonly orderId: string }).orderId)).size;
  return [
    `in its last ${moved.length} movements, by ${orders === 1 ? 'one order' : `${orders} orders`}, something was ${listText(counts)}`,
  ];
};

const MOST_HOLDERS = 3;

interface Holding {
  /** Event that begins it, and those of which one ends it. */
  readonly took: string;
  readonly over: readonly string[];
  readonly what: string;
}

/** As far as such events say the same. */
type OfOrder = { readonly orderId: string; readonly quantity?: number; readonly amount?: number };

const sizeOf = ({ quantity, amount = 0 }: OfOrder): number => quantity ?? amount;

/** Who holds what is reserved or on hold, as far as the newest events tell. */
const heldText = (last: readonly Any[], onHold: number, { took, over, what }: Holding): readonly string[] => {
  if (onHold === 0) return [];
  const held = new Map<string, { readonly quantity: number; readonly at: number }>();
  for (const { type, data, at } of last) {
    const { orderId } = data as OfOrder;
    if (type === took) held.set(orderId, { quantity: sizeOf(data as OfOrder), at });
    else if (over.includes(type)) held.delete(orderId);
  }
  const shown = [...held]
    .slice(0, MOST_HOLDERS)
    .map(([order, { quantity, at }]) => `order ${order} (${amountText(quantity)}, since ${instantText(at)})`);
  const more = held.size - shown.length;
  return [
    `what is ${what} is held for ${listText([...shown, ...(more > 0 ? [`${more} more`] : [])]) || 'older orders'}`,
  ];
};

const lastText = (last: readonly Any[], unit: string): readonly string[] => {
  const newest = last.at(-1);
  if (!newest) return [];
  const { orderId, quantity, amount } = newest.data as {
    orderId?: string;
    quantity?: number;
    amount?: number;
  };
  const what =
    orderId === undefined ? '' : ` of ${amountText(quantity ?? amount ?? 0)} ${unit} for order ${orderId}`;
  return [`the last thing that happened to it is ${newest.type}${what}, at ${instantText(newest.at)}`];
};
