// I-1 and I-2: money and stock are conserved, at every moment of their histories and in what REST says now.
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import { correctedFindings } from './corrected.ts';
import type { CorrectedRules } from './corrected.ts';
import type { Facts } from './facts.ts';
import { restoredFindings } from './restored.ts';
import type { ShareRules, Step } from './restored.ts';
import { accountStream, stockStream } from './shared-streams.ts';
import type { Verdict } from './verdict.ts';
import { count, numeric, verdict } from './verdict.ts';

/** Balances + charged - refunded + held = opening, never below zero. */
export const moneyIsConserved = (facts: Facts): Verdict =>
  verdict(
    'I-1',
    facts.accounts.flatMap((account) => accountFindings(facts, sinceHolds(account))),
    {
      holds: `Money is conserved: ${count(facts.accounts.length, 'account')}, balance + charged - refunded + held = opening, never below zero.`,
      violated: 'Money came from nowhere or got lost.',
    },
  );

const accountShares: ShareRules = {
  restored: 'AccountRestored',
  holdsEvenUndone: false,
  shares: new Map([
    ['AmountCharged', { held: 1, taken: 1 }],
    ['AmountRefunded', { held: -1, taken: -1 }],
    ['AmountHeld', { held: 1, taken: 1 }],
    ['AmountReleased', { held: -1, taken: -1 }],
  ]),
  amountOf: (data) => (data as { amount?: unknown }).amount,
};

const accountCorrections: CorrectedRules = {
  corrected: 'AccountCorrected',
  words: ['AccountOpened', 'AccountAdjusted', 'AccountRestored'],
  figures: ['opening'],
};

/** What each event adds to what is charged, refunded and held; one that is not here adds nothing. */
const payments: ReadonlyMap<string, readonly ['charged' | 'refunded' | 'held', 1 | -1][]> = new Map([
  ['AmountCharged', [['charged', 1]]],
  ['AmountRefunded', [['refunded', 1]]],
  ['AmountHeld', [['held', 1]]],
  [
    'AmountCaptured',
    [
      ['held', -1],
      ['charged', 1],
    ],
  ],
  ['AmountReleased', [['held', -1]]],
]);

/** In files of facts from before there were holds, accounts do not say that they have none. */
const sinceHolds = (said: AccountDto): AccountDto => ({
  ...said,
  held: (said as Partial<AccountDto>).held ?? 0,
});

const accountFindings = ({ history }: Facts, account: AccountDto): readonly string[] => {
  const stream = accountStream(account.customerId);
  const counted = { opening: 0, charged: 0, refunded: 0, held: 0 };
  const left = () => counted.opening - counted.charged + counted.refunded - counted.held;
  const findings: string[] = [];
  const steps: Step[] = [];
  for (const event of history.ofStream(stream)) {
    const { type, version, data } = event;
    const { opening, amount = 0 } = data as { opening?: unknown; amount?: unknown };
    if (opening !== undefined) counted.opening = numeric(opening);
    for (const [figure, sign] of payments.get(type) ?? []) counted[figure] += sign * numeric(amount);
    const balance = left();
    steps.push({ event, left: balance });
    if (balance < 0) findings.push(`${stream} was at ${balance} after event ${version} (${type}).`);
    if (counted.held < 0)
      findings.push(`${stream} had ${counted.held} held after event ${version} (${type}).`);
  }
  return [
    ...findings,
    ...restoredFindings(stream, steps, accountShares),
    ...correctedFindings(stream, history.ofStream(stream), accountCorrections),
    ...differences(stream, account, { ...counted, balance: left() }),
    ...unbalanced(account),
  ];
};

const unbalanced = (account: AccountDto): readonly string[] => {
  const { customerId, balance, charged, refunded, held, opening } = account;
  return balance + charged - refunded + held === opening && Math.min(balance, held) >= 0
    ? []
    : [
        `account ${customerId}: ${balance} + ${charged} - ${refunded} + ${held} is not ${opening}, or one is below zero.`,
      ];
};

/** Available + reserved + shipped = put on hand, never below zero. */
export const stockIsConserved = (facts: Facts): Verdict =>
  verdict(
    'I-2',
    facts.stock.flatMap((stock) => stockFindings(facts, stock)),
    {
      holds: `Stock is conserved: ${count(facts.stock.length, 'SKU')}, available + reserved + shipped = put on hand, never below zero.`,
      violated: 'Pieces came from nowhere or got lost.',
    },
  );

/** What each event moves from available to reserved, and from reserved to shipped. */
const moves: ReadonlyMap<string, { readonly reserved: number; readonly shipped: number }> = new Map([
  ['UnitsReserved', { reserved: 1, shipped: 0 }],
  ['UnitsReleased', { reserved: -1, shipped: 0 }],
  ['UnitsShipped', { reserved: -1, shipped: 1 }],
]);

const stockShares: ShareRules = {
  restored: 'StockRestored',
  holdsEvenUndone: true,
  shares: new Map([
    ['UnitsReserved', { held: 1, taken: 1 }],
    ['UnitsReleased', { held: -1, taken: -1 }],
    ['UnitsShipped', { held: -1, taken: 0 }],
  ]),
  amountOf: (data) => (data as { quantity?: unknown }).quantity,
};

const stockCorrections: CorrectedRules = {
  corrected: 'StockCorrected',
  words: ['StockAdjusted', 'StockRestored'],
  figures: ['onHand', 'unitPrice'],
};

const still = { reserved: 0, shipped: 0 };

const stockFindings = ({ history }: Facts, stock: StockDto): readonly string[] => {
  const stream = stockStream(stock.sku);
  const counted = { onHand: 0, reserved: 0, shipped: 0 };
  const findings: string[] = [];
  const steps: Step[] = [];
  for (const event of history.ofStream(stream)) {
    const { type, version, data } = event;
    const { onHand, quantity = 0 } = data as { onHand?: unknown; quantity?: unknown };
    if (onHand !== undefined) counted.onHand = numeric(onHand);
    const { reserved, shipped } = moves.get(type) ?? still;
    counted.reserved += reserved * numeric(quantity);
    counted.shipped += shipped * numeric(quantity);
    const available = counted.onHand - counted.reserved - counted.shipped;
    steps.push({ event, left: available });
    if (Math.min(available, counted.reserved) < 0)
      findings.push(
        `${stream} had ${available} available, ${counted.reserved} reserved after event ${version} (${type}).`,
      );
  }
  const available = counted.onHand - counted.reserved - counted.shipped;
  return [
    ...findings,
    ...restoredFindings(stream, steps, stockShares),
    ...correctedFindings(stream, history.ofStream(stream), stockCorrections),
    ...differences(stream, stock, { ...counted, available }),
    ...unbalancedStock(stock),
  ];
};

const unbalancedStock = ({ sku, onHand, available, reserved, shipped }: StockDto): readonly string[] =>
  available + reserved + shipped === onHand && Math.min(available, reserved, shipped) >= 0
    ? []
    : [`stock ${sku}: ${available} + ${reserved} + ${shipped} is not ${onHand}, or one is below zero.`];

/** What REST says against what the history adds up to. */
const differences = (
  stream: string,
  said: object,
  counted: Readonly<Record<string, number>>,
): readonly string[] =>
  Object.entries(counted)
    .map(([field, value]) => ({ field, value, seen: (said as Record<string, unknown>)[field] }))
    .filter(({ value, seen }) => seen !== value)
    .map(
      ({ field, value, seen }) => `${stream}: REST says ${field} ${String(seen)}, its history says ${value}.`,
    );
