// Events whose attributes are missing, wrong, unknown, or another's.
import { atInventory, atOrder, atPayment, atReplies, atStarts, bad, everywhere, withRaw } from './address.ts';
import type { Address } from './address.ts';
import { commands, deadLetter, fresh } from './case.ts';
import type { MessageGroup } from './case.ts';

const needed = [
  'specversion',
  'id',
  'source',
  'type',
  'time',
  'correlationid',
  'causationid',
  'sagaid',
  'step',
  'operation',
  'attempt',
  'lamport',
  'schemaversion',
  'data',
];

export const missing: MessageGroup = {
  theme: 'events without one of their attributes',
  cases: (context) =>
    everywhere.flatMap((address) =>
      [...needed, ...(address.takesReplies ? ['answer'] : [])].map((attribute) =>
        bad(
          address,
          `no ${attribute}`,
          JSON.stringify({ ...address.valid(context), [attribute]: undefined }),
          deadLetter(`${attribute}: `),
        ),
      ),
    ),
};

/** As JSON; `id` apart, which is the name of a dead letter. */
const wrong: Readonly<Record<string, readonly string[]>> = {
  specversion: ['"0.3"', '"1.1"', '1'],
  source: ['""', '"payment-service"', '"/../"', '{"$ne":null}'],
  time: ['""', '"yesterday"', '"2026-02-30T00:00:00Z"', '1767225600', '"10000-01-01T00:00:00Z"'],
  correlationid: ['""', '"a b"', '"../ada"', '"\\u0000"', `"${'x'.repeat(65)}"`, '{"$gt":""}'],
  causationid: ['""', 'null', `"${'x'.repeat(256)}"`],
  sagaid: ['""', '"%00"', '"\\ud800"', '1', '{"$ne":null}', `"${'x'.repeat(10_000)}"`],
  step: ['""', '"a/b"', 'null', '["place-order"]'],
  operation: ['"undo"', '"ACTION"', '""', 'null'],
  attempt: ['0', '-1', '1.5', '"1"', '9007199254740993'],
  answer: ['"MAYBE"', '""', 'null'],
  lamport: ['-1', '0.5', '"1"', 'null', '1e309', '1e15', '9007199254740993'],
  schemaversion: ['0', '-1', '999', '1.5', '"1"', 'null'],
  datacontenttype: ['"text/xml"', '1'],
  data: ['null', '[]', '"x"', '1'],
  // What no event has: its name alone is wrong.
  deadline: ['"2020-01-01T00:00:00Z"', '"9999-12-31T23:59:59Z"', '"not a date"', '0'],
  fingerprint: ['"abc"'],
  data_base64: ['"AAAA"'],
  notbefore: ['0'],
  ['__proto__']: ['{"isAdmin":true}'],
  constructor: ['{"prototype":{}}'],
  toString: ['"x"'],
};

export const attributes: MessageGroup = {
  theme: 'events with an attribute that cannot be',
  cases: (context) =>
    everywhere.flatMap((address) =>
      Object.entries(wrong).flatMap(([attribute, values]) =>
        values.map((json) =>
          bad(
            address,
            `${attribute} ${json.slice(0, 20)}`,
            withRaw(address.valid(context), attribute, json),
            deadLetter(attribute),
          ),
        ),
      ),
    ),
};

/** What goes to the own runtime only, or comes by HTTP, and never over the broker. */
const internal: readonly (readonly [Address, readonly string[]])[] = [
  [atOrder, ['PlaceOrder', 'RequestCancellation', 'AnnounceAgain', 'OrderApproved', 'ChargePayment']],
  [atPayment, ['PutAccount', 'PaymentCharged', 'ReserveStock']],
  [atInventory, ['PutStock', 'StockReserved', 'ApproveOrder']],
  [atReplies, ['SagaTimer', 'RetrySaga', 'AbortSaga', 'ResolveStep', 'ChargePayment']],
  [atStarts, ['SagaTimer', 'PlaceOrder']],
];

export const types: MessageGroup = {
  theme: 'events of a type that nobody may send there, and names that are none',
  cases: (context) => [
    ...everywhere.flatMap((address) =>
      ['Nonsense', 'constructor', '__proto__', 'toString', 'hasOwnProperty', ' '].map((type) =>
        bad(
          address,
          `the type ${type}`,
          { ...address.valid(context), type },
          deadLetter('unknown message type'),
        ),
      ),
    ),
    ...internal.flatMap(([address, names]) =>
      names.map((type) =>
        bad(
          address,
          `the type ${type}`,
          { ...address.valid(context), type },
          deadLetter('unknown message type'),
        ),
      ),
    ),
    ...everywhere.flatMap((address) =>
      [
        `http:place-order:${fresh()}`,
        `a/${fresh()}`,
        `${fresh()}\u0000`,
        `${fresh()}\u001b[2J`,
        fresh().padEnd(101, 'x'),
      ].map((id) =>
        bad(
          address,
          `the id ${JSON.stringify(id).slice(0, 30)}`,
          { ...address.valid(context), id },
          deadLetter('id:'),
        ),
      ),
    ),
    bad(
      atInventory,
      'ReserveStock as a compensation',
      commands.ReserveStock(context.completed, { operation: 'compensation' }),
      deadLetter('operation'),
    ),
    bad(
      atPayment,
      'RefundPayment as an action',
      commands.RefundPayment(context.completed, { operation: 'action' }),
      deadLetter('operation'),
    ),
  ],
};
