// The whole system at one moment in a few lines: how many of each, where the money and the stock are.
import type { List, Sums } from '../../time-travel/sums.ts';

const LABEL = 12;

export const systemLines = (sums: Sums): readonly string[] => [
  counted('orders', sums),
  counted('sagas', sums),
  counted('payments', sums),
  counted('reservations', sums),
  money(sums),
  pieces(sums),
];

const counted = (list: List, sums: Sums): string => {
  const parts = Object.entries(sums)
    .filter(([name]) => name.startsWith(`${list} `))
    .map(([name, n]) => [name.slice(list.length + 1), n] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, n]) => `${number(n)} ${status}`);
  return `${list.padEnd(LABEL)} ${parts.length === 0 ? 'none' : parts.join(', ')}`;
};

const money = (sums: Sums): string => {
  const of = (field: string) => number(sums[`accounts ${field}`] ?? 0);
  const accounts = sums.accounts ?? 0;
  return `${'money'.padEnd(LABEL)} ${of('balance')} + ${of('charged')} charged - ${of('refunded')} refunded + ${of('held')} held = ${of('opening')} in ${accounts} ${accounts === 1 ? 'account' : 'accounts'}`;
};

const pieces = (sums: Sums): string => {
  const of = (field: string) => number(sums[`stock ${field}`] ?? 0);
  const skus = sums.stock ?? 0;
  return `${'stock'.padEnd(LABEL)} ${of('available')} + ${of('reserved')} reserved + ${of('shipped')} shipped = ${of('onHand')} of ${skus} ${skus === 1 ? 'SKU' : 'SKUs'}`;
};

const number = (value: number): string => value.toLocaleString('en-US');
