// Requests that nobody should send get an answer that says which field is wrong, and start nothing.
import { randomUUID } from 'node:crypto';
import type { Asked } from '@saga-lab/launcher/client/request';
import type { ServiceName } from '@saga-lab/launcher/client/documents';
import { expect } from 'chai';
import { scenario } from '../src/define.ts';
import type { Story } from '../src/story.ts';

export const badRequests = scenario(
  'bad-requests',
  'Malformed, unknown, too large, too many: 4xx problem details that name the field, and never a saga.',
  async (story) => {
    const nobody = story.stranger('nobody');

    for (const [what, body, field] of badOrders(nobody)) {
      story.does(`POST /orders with ${what}`);
      story.seesProblem(await posts(story, JSON.stringify(body)), 400, field);
    }
    const good = JSON.stringify(goodOrder(nobody));
    await seesUnreadable(story, good);
    story.does('POST /orders without Idempotency-Key');
    story.seesProblem(await posts(story, good, { 'idempotency-key': '' }), 400, 'idempotency-key');
    for (const [service, asked, status, naming] of badElsewhere) {
      story.does(textOf(asked));
      story.seesProblem(await story.lab.ask(service, asked), status, naming);
    }

    const { body } = await story.lab.ask('order-service', {
      method: 'get',
      path: `/orders?customerId=${nobody}`,
    });
    expect(body).to.deep.equal({ items: [] });
    story.sees('there is no order, so there is no saga');
  },
);

const line = { sku: 'lamp', quantity: 1 };
const goodOrder = (customerId: string) => ({ customerId, lines: [line] });
const manyLines = Array.from({ length: 101 }, (_each, n) => ({ sku: `lamp-${n}`, quantity: 1 }));

/** What is wrong, the body, and what the answer must name. */
const badOrders = (customerId: string): readonly (readonly [string, unknown, string])[] => [
  ['no customer', { lines: [line] }, '"customerId"'],
  ['a customer that is a query', { lines: [line], customerId: { $ne: null } }, '"customerId"'],
  ['a customer with a slash', { lines: [line], customerId: '../ada' }, '"customerId"'],
  ['no lines', { customerId }, '"lines"'],
  ['empty lines', { customerId, lines: [] }, '"lines"'],
  ['101 lines', { customerId, lines: manyLines }, '"lines"'],
  ['one SKU twice', { customerId, lines: [line, line] }, '"lines"'],
  ['quantity 0', { customerId, lines: [{ ...line, quantity: 0 }] }, '"lines.0.quantity"'],
  ['quantity -1', { customerId, lines: [{ ...line, quantity: -1 }] }, '"lines.0.quantity"'],
  ['quantity 1.5', { customerId, lines: [{ ...line, quantity: 1.5 }] }, '"lines.0.quantity"'],
  ['quantity 10,001', { customerId, lines: [{ ...line, quantity: 10_001 }] }, '"lines.0.quantity"'],
  ['quantity as text', { customerId, lines: [{ ...line, quantity: '1' }] }, '"lines.0.quantity"'],
  ['a price by the client', { customerId, lines: [{ ...line, unitPrice: 1 }] }, '"lines.0.unitPrice"'],
  ['a total by the client', { ...goodOrder(customerId), total: 1 }, '"total"'],
  ['a list', [], '"body"'],
  ['null', null, '"body"'],
];

const seesUnreadable = async (story: Story, good: string): Promise<void> => {
  story.does('POST /orders with truncated JSON');
  story.seesProblem(await posts(story, good.slice(0, -1)), 400, 'INVALID_JSON');
  story.does('POST /orders with one key twice');
  story.seesProblem(await posts(story, good.replace('{', '{"customerId":"eve",')), 400, '"customerId"');
  story.does('POST /orders as plain text');
  story.seesProblem(
    await posts(story, good, { 'content-type': 'text/plain' }),
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  );
  story.does('POST /orders with 200 KB');
  story.seesProblem(await posts(story, JSON.stringify('x'.repeat(200_000))), 413, 'BODY_TOO_LARGE');
};

/** The text goes out byte by byte, as a careless client would send it. */
const posts = (story: Story, text: string, headers: Readonly<Record<string, string>> = {}) =>
  story.lab.ask('order-service', {
    method: 'post',
    path: '/orders',
    body: Buffer.from(text),
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
  });

const textOf = ({ method, path, body, headers }: Asked): string =>
  [method.toUpperCase(), path.slice(0, 40), body && JSON.stringify(body), headers && 'without a token']
    .filter(Boolean)
    .join(' ');

const nobodysId = 'x'.repeat(65);
const noToken = { authorization: '' };

const badElsewhere: readonly (readonly [ServiceName, Asked, number, string])[] = [
  ['payment-service', { method: 'put', path: '/accounts/ada', body: { opening: -1 } }, 400, '"opening"'],
  ['payment-service', { method: 'put', path: '/accounts/ada', body: { opening: 0.5 } }, 400, '"opening"'],
  [
    'payment-service',
    { method: 'put', path: '/accounts/ada', body: { opening: 1, balance: 9 } },
    400,
    '"balance"',
  ],
  [
    'payment-service',
    { method: 'put', path: `/accounts/${nobodysId}`, body: { opening: 1 } },
    400,
    '"customerId"',
  ],
  [
    'payment-service',
    { method: 'put', path: '/accounts/ada', body: { opening: 1 }, headers: noToken },
    401,
    'UNAUTHORIZED',
  ],
  ['inventory-service', { method: 'put', path: '/stock/lamp', body: { onHand: 1 } }, 400, '"unitPrice"'],
  [
    'inventory-service',
    { method: 'put', path: '/stock/lamp', body: { onHand: 1, unitPrice: 1e9 } },
    400,
    '"unitPrice"',
  ],
  ['inventory-service', { method: 'get', path: '/stock?limit=0' }, 400, '"limit"'],
  ['order-service', { method: 'get', path: '/orders?status=LOST' }, 400, '"status"'],
  ['order-service', { method: 'post', path: '/orders/nobody/cancel' }, 404, 'NOT_FOUND'],
  ['saga-orchestrator', { method: 'get', path: '/sagas/nobody' }, 404, 'NOT_FOUND'],
  [
    'saga-orchestrator',
    { method: 'post', path: '/sagas/nobody/abort', headers: noToken },
    401,
    'UNAUTHORIZED',
  ],
];
