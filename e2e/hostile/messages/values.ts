// Events whose data cannot be: amounts, quantities, articles, names.
import { atInventory, atOrder, atPayment, atReplies, atStarts, bad, withRawData } from './address.ts';
import type { Address } from './address.ts';
import { commands, deadLetter, fresh, replies } from './case.ts';
import type { BadMessage, MessageGroup, MessageContext, WireMessage } from './case.ts';

const operators = ['{"$ne":null}', '{"$gt":0}', '{"$where":"1"}'];
const amounts = [
  '-1',
  '0.5',
  '1e-7',
  '9007199254740993',
  '1e309',
  '"100"',
  '"NaN"',
  'null',
  '[1]',
  ...operators,
];
const notJson = ['NaN', 'Infinity', '0x10', '01', '+1', '.5'];
const names = [
  '""',
  '" "',
  '"a b"',
  '"../ada"',
  '"."',
  '".."',
  '"\\u0000"',
  '"\\ud800"',
  `"${'x'.repeat(65)}"`,
  'null',
  '1',
  ...operators,
];
const quantities = ['0', '-1', '1.5', '10001', '1e309', '"1"', 'null', ...operators];

/** Each value in turn, as JSON, in this field of the data. */
const each = (
  address: Address,
  message: () => WireMessage,
  field: string,
  values: readonly string[],
): readonly BadMessage[] =>
  values.map((json) =>
    bad(
      address,
      `${field} ${json.slice(0, 20)}`,
      withRawData(message(), field, json),
      deadLetter(`data.${field}`),
    ),
  );

/** Messages that speak of money, and the field that does. */
const ofMoney = ({
  completed,
}: MessageContext): readonly (readonly [Address, () => WireMessage, string])[] => [
  [atPayment, () => commands.ChargePayment(completed), 'amount'],
  [atPayment, () => commands.RefundPayment(completed), 'amount'],
  [atReplies, () => replies.PaymentCharged(completed), 'amount'],
  [atOrder, () => commands.ApproveOrder(completed), 'total'],
  [atReplies, () => replies.OrderApproved(completed), 'total'],
];

export const money: MessageGroup = {
  theme: 'amounts that cannot be',
  cases: (context) =>
    ofMoney(context).flatMap(([address, message, field]) => [
      ...each(address, message, field, amounts),
      ...notJson.map((text) =>
        bad(address, `${field} ${text}`, withRawData(message(), field, text), deadLetter('not JSON')),
      ),
      bad(
        address,
        `no ${field}`,
        { ...message(), data: { orderId: message().sagaid } },
        deadLetter(`data.${field}`),
      ),
    ]),
};

const line = (sku: string, quantity: string, rest = '') => `[{"sku":${sku},"quantity":${quantity}${rest}}]`;

/** Messages that list articles, with what else a line of theirs has. */
const ofGoods = ({
  completed,
}: MessageContext): readonly (readonly [Address, () => WireMessage, string])[] => [
  [atInventory, () => commands.ReserveStock(completed), ''],
  [atInventory, () => commands.ReleaseStock(completed), ''],
  [atInventory, () => commands.ShipStock(completed), ''],
  [atStarts, () => replies.OrderPlaced(completed), ''],
  [atReplies, () => replies.StockReserved(completed), ',"unitPrice":1'],
];

const many = (count: number, rest: string) =>
  `[${Array.from({ length: count }, (_each, n) => line(`"lamp-${n}"`, '1', rest).slice(1, -1)).join()}]`;

export const articles: MessageGroup = {
  theme: 'articles and quantities that cannot be',
  cases: (context) =>
    ofGoods(context).flatMap(([address, message, rest]) => {
      const wrong = (what: string, lines: string, reason = 'data.lines') =>
        bad(address, what, withRawData(message(), 'lines', lines), deadLetter(reason));
      return [
        ...quantities.map((json) => wrong(`quantity ${json}`, line('"lamp"', json, rest), 'quantity')),
        ...names.map((json) => wrong(`SKU ${json.slice(0, 20)}`, line(json, '1', rest), 'sku')),
        ...['null', '"lamp"', '{}', '[null]', '[[]]'].map((json) => wrong(`lines ${json}`, json)),
        wrong('101 lines', many(101, rest)),
        wrong('10,000 lines', many(10_000, rest), 'large'),
        wrong(
          'a SKU twice',
          `${line('"lamp"', '1', rest).slice(0, -1)},${line('"lamp"', '2', rest).slice(1)}`,
        ),
        wrong('a key of a prototype', line('"lamp"', '1', `${rest},"__proto__":{"quantity":9}`), '__proto__'),
        wrong('a line more than it knows', line('"lamp"', '1', `${rest},"price":0`), 'price'),
      ];
    }),
};

export const idsAndFields: MessageGroup = {
  theme: 'customers, orders and fields that cannot be',
  cases: (context) => {
    const { completed } = context;
    const all: readonly (readonly [Address, () => WireMessage])[] = [
      [atOrder, () => commands.RejectOrder(completed)],
      [atPayment, () => commands.ChargePayment(completed)],
      [atInventory, () => commands.ShipStock(completed)],
      [atReplies, () => replies.PaymentCharged(completed)],
      [atStarts, () => replies.OrderPlaced(completed)],
    ];
    return [
      ...all.flatMap(([address, message]) => each(address, message, 'orderId', names)),
      ...all.flatMap(([address, message]) => [
        bad(
          address,
          'another order than its saga',
          { ...message(), data: { ...message().data, orderId: fresh() } },
          deadLetter('data.orderId'),
        ),
        ...['__proto__', 'constructor', 'toString', '$where', 'a.b', 'deadline'].map((key) =>
          bad(address, `the field ${key}`, withRawData(message(), key, '{"x":1}'), deadLetter(key)),
        ),
        bad(
          address,
          'a field of 100,000 characters',
          withRawData(message(), 'x'.repeat(100_000), '1'),
          deadLetter('data'),
        ),
        bad(
          address,
          'data of depth 10,000',
          withRawData(message(), 'more', `${'['.repeat(10_000)}${']'.repeat(10_000)}`),
          deadLetter('more'),
        ),
      ]),
      ...each(atPayment, () => commands.ChargePayment(completed), 'customerId', names),
      ...each(atStarts, () => replies.OrderPlaced(completed), 'customerId', names),
      ...each(atOrder, () => commands.RejectOrder(completed), 'reason', ['""', '"no"', '"a b"', 'null']),
      ...each(atReplies, () => replies.PaymentDeclined(completed), 'reason', ['""', '"OTHER"', 'null']),
    ];
  },
};
