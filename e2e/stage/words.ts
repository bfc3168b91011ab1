// How a run puts things into words, and compares them.
import type { Line } from '@saga-lab/contracts/primitives';

type Fields = Readonly<Record<string, unknown>>;

export const hasFields = (fields: Fields, expected: Fields): boolean =>
  Object.entries(expected).every(([name, value]) => fields[name] === value);

export const fieldsOf = (fields: object): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');

export const textOf = (lines: readonly Line[]): string =>
  lines.map(({ sku, quantity }) => `${quantity} x ${sku}`).join(' and ');
