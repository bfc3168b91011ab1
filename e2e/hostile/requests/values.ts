// Well-formed orders with values that no order may have.
import { goodOrder, posted } from './case.ts';
import type { Group } from './case.ts';

const field = (name: string) => [400, `"${name}"`] as const;
const notJson = [400, 'INVALID_JSON'] as const;
const operators = ['{"$ne":null}', '{"$gt":""}', '{"$where":"1"}', '{"$regex":"(a+)+$"}'];
const quantities = [
  '0',
  '-0',
  '-1',
  '1.5',
  '1e-7',
  '10001',
  '2147483648',
  '9007199254740992',
  '9007199254740993',
];
const noQuantities = ['1e309', '1e400000', '"1"', '"NaN"', 'null', ...operators];
const ids = [
  '',
  ' ',
  '.',
  '..',
  '{}',
  'a@1',
  'a b',
  '../ada',
  '%2e%2e',
  '%00',
  '\\u0000',
  'x'.repeat(10_000),
];

export const values: Group = {
  theme: 'values that no order may have',
  cases: ({ customer }) => {
    const order = (sku: string, quantity: string, id = `"${customer}"`) =>
      `{"customerId":${id},"lines":[{"sku":${sku},"quantity":${quantity}}]}`;
    const lines = (count: number, skuOf: (n: number) => string) =>
      JSON.stringify({
        customerId: customer,
        lines: Array.from({ length: count }, (_each, n) => ({ sku: skuOf(n), quantity: 1 })),
      });
    const plus = (key: string) => goodOrder(customer).replace('{', `{"${key}":"1",`);
    return [
      ...[...quantities, ...noQuantities].map((value) =>
        posted(`quantity ${value}`, order('"lamp"', value), field('lines.0.quantity')),
      ),
      ...['01', '-01', '0x1', '0b1', '1_000', '.5', '1.', '1e', 'NaN', 'Infinity', '+1'].map((value) =>
        posted(`quantity ${value}`, order('"lamp"', value), notJson),
      ),
      ...[...ids.map((id) => `"${id}"`), ...operators].flatMap((id) => [
        posted(`customer ${id.slice(0, 20)}`, order('"lamp"', '1', id), field('customerId')),
        posted(`SKU ${id.slice(0, 20)}`, order(id, '1'), field('lines.0.sku')),
      ]),
      ...operators.map((lines) =>
        posted(`lines ${lines}`, `{"customerId":"${customer}","lines":${lines}}`, field('lines')),
      ),
      posted(
        'a date out of range',
        plus('placedAt').replace('"1"', '"9999-99-99T25:61:61Z"'),
        field('placedAt'),
      ),
      ...['price', 'total', 'status', 'role', 'sagaId', 'orderId', 'cancelRequested'].map((key) =>
        posted(`${key} set by the client`, plus(key), field(key)),
      ),
      posted('a price in a line', order('"lamp"', '1,"unitPrice":1'), field('lines.0.unitPrice')),
      posted('no customer', '{"lines":[{"sku":"lamp","quantity":1}]}', field('customerId')),
      posted('no line', lines(0, String), field('lines')),
      posted(
        '101 lines',
        lines(101, (n) => `lamp-${n}`),
        field('lines'),
      ),
      posted(
        'one SKU twice',
        lines(2, () => 'lamp'),
        field('lines'),
      ),
    ];
  },
};
