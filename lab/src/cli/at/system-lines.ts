// The whole system at one moment in a few lines: how many of each, where the money and the stock are.
import type { Rebuilt } from '../../checker/facts.ts';
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';

const LABEL = 12;

export const systemLines = ({
  orders,
  sagas,
  payments,
  reservations,
  accounts,
  stock,
}: Rebuilt): readonly string[] => [
  counted('orders', orders),
  counted('sagas', sagas),
  counted('payments', payments),
  counted('reservations', reservations),
  money([...accounts.values()] as AccountDto[]),
  pieces([...stock.values()] as StockDto[]),
];

const counted = (label: string, items: ReadonlyMap<string, unknown>): string => {
  const statuses = new Map<string, number>();
  for (const item of items.values()) {
    const { status } = item as { readonly status: string };
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  const parts = [...statuses]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, n]) => `${number(n)} ${status}`);
  return `${label.padEnd(LABEL)} ${parts.length === 0 ? 'none' : parts.join(', ')}`;
};

const money = (accounts: readonly AccountDto[]): string => {
  const of = (field: 'opening' | 'balance' | 'charged' | 'refunded') =>
    number(sum(accounts.map((one) => one[field])));
  return `${'money'.padEnd(LABEL)} ${of('balance')} + ${of('charged')} charged - ${of('refunded')} refunded = ${of('opening')} in ${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}`;
};

const pieces = (stock: readonly StockDto[]): string => {
  const of = (field: 'onHand' | 'available' | 'reserved' | 'shipped') =>
    number(sum(stock.map((one) => one[field])));
  return `${'stock'.padEnd(LABEL)} ${of('available')} + ${of('reserved')} reserved + ${of('shipped')} shipped = ${of('onHand')} of ${stock.length} ${stock.length === 1 ? 'SKU' : 'SKUs'}`;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const number = (value: number): string => value.toLocaleString('en-US');
