// Bad requests whatever their body: protocol, headers, methods, paths, pages, tokens and keys.
import type { ServiceName } from '@saga-lab/launcher/client/documents';
import { goodOrder, JSON_TYPE, posted, request, sent } from './case.ts';
import type { BadCase, Group } from './case.ts';

const broken = [400, 'BAD_REQUEST'] as const;
const missing = [404, 'NOT_FOUND'] as const;
const refused = (start: string, expected: readonly [number, string], lines: readonly string[] = []) =>
  sent(start.slice(0, 60), request(start, lines), expected);

export const headers: Group = {
  theme: 'bad heads of requests',
  cases: () => [
    sent('no HTTP', Buffer.from('hello\r\n\r\n'), broken),
    sent('no Host', Buffer.from('GET /orders HTTP/1.1\r\nConnection: close\r\n\r\n'), broken),
    refused('GET /orders', broken, ['Host: other']),
    refused('GET /orders', broken, ['X: a\rEvil: b']),
    refused('GET /orders', broken, ['X: a\r\nEvil']),
    refused('GET /orders', broken, ['X: a\0b']),
    refused('GET /orders', [431, 'HEADERS_TOO_LARGE'], [`X: ${'x'.repeat(100_000)}`]),
    refused('GET /orders', [417, 'EXPECTATION_FAILED'], ['Expect: the-unexpected']),
    refused(
      'GET /orders?limit=0',
      [400, '"limit"'],
      Array.from({ length: 200 }, (_each, n) => `X-${n}: x`),
    ),
    refused('GET /orders?limit=0', [400, '"limit"'], ['X-Forwarded-For: 127.0.0.1', 'X-Forwarded-Host: x']),
  ],
};

export const paths: Group = {
  theme: 'methods and paths that are not there',
  cases: () => [
    ...['TRACE', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) =>
      refused(`${method} /orders`, [405, 'METHOD_NOT_ALLOWED'], ['X-HTTP-Method-Override: GET']),
    ),
    refused('BREW /orders', broken),
    ...['/orders/', '//orders', '/Orders', '/%6frders/', '/orders%2f', '/nothing'].map((path) =>
      refused(`GET ${path}`, missing),
    ),
    ...['a%20b', '%2e%2e%2fx', '%00', 'x'.repeat(65)].map((id) =>
      refused(`GET /orders/${id}`, [400, '"orderId"']),
    ),
    refused('GET /orders/%zz', broken),
    refused('GET /orders/507f1f77bcf86cd799439011', missing),
    refused(`GET /orders/${'x'.repeat(10_000)}`, [414, 'URL_TOO_LONG']),
    refused('POST /orders/nobody/cancel', missing),
  ],
};

export const pages: Group = {
  theme: 'queries and pages that nobody can turn to',
  cases: () => [
    ...['-1', '0', '101', '1e9', '1000000000', ''].map((limit) =>
      refused(`GET /orders?limit=${limit}`, [400, '"limit"']),
    ),
    ...[
      'limit=1&limit=2',
      'limit[$ne]=1',
      '__proto__=1',
      'customerId[$ne]=',
      'after=',
      'status=LOST',
      'after=%ff',
    ].map((query) => refused(`GET /orders?${query}`, [400, 'VALIDATION_FAILED'])),
  ],
};

export const keys: Group = {
  theme: 'no key, or one that is none',
  cases: ({ customer }) => [
    posted('no Idempotency-Key', goodOrder(customer), [400, '"idempotency-key"'], [JSON_TYPE]),
    ...['', 'a b', 'schl\u00fcssel', 'k'.repeat(256), 'k'.repeat(10_000)].map((key) =>
      posted(
        `Idempotency-Key ${key.slice(0, 10)}`,
        goodOrder(customer),
        [400, '"idempotency-key"'],
        [JSON_TYPE, `Idempotency-Key: ${key}`],
      ),
    ),
  ],
};

export const tokens: Group = {
  theme: 'administration without the token',
  cases: ({ adminToken }) => {
    const routes: readonly (readonly [ServiceName, string])[] = [
      ['payment-service', 'PUT /accounts/ada'],
      ['inventory-service', 'PUT /stock/lamp'],
      ['saga-orchestrator', 'POST /sagas/nobody/abort'],
    ];
    const bearers = [
      '',
      'Bearer',
      'Bearer ',
      'Bearer 0123456789abcdef',
      `Basic ${adminToken}`,
      `Bearer ${adminToken}x`,
    ];
    const heads = [[], ...bearers.map((each) => [each]), [`Bearer ${adminToken}`, 'Bearer x']];
    return routes.flatMap(([service, start]): BadCase[] => [
      ...heads.map((values) => ({
        ...refused(
          start,
          [401, 'UNAUTHORIZED'],
          values.map((value) => `Authorization: ${value}`),
        ),
        service,
      })),
      {
        ...refused(start, [431, 'HEADERS_TOO_LARGE'], [`Authorization: Bearer ${'x'.repeat(100_000)}`]),
        service,
      },
    ]);
  },
};

export const administration: Group = {
  theme: 'bad orders of the administrator',
  cases: ({ adminToken }) => {
    const put = (service: ServiceName, path: string, body: string, naming: string): BadCase => ({
      ...{ what: `PUT ${path.slice(0, 30)} ${body}`, service, status: 400, naming: `"${naming}"` },
      bytes: request(
        `PUT ${path}`,
        [JSON_TYPE, `Authorization: Bearer ${adminToken}`, `Content-Length: ${Buffer.byteLength(body)}`],
        body,
      ),
    });
    return [
      put('payment-service', '/accounts/ada', '{"opening":-1}', 'opening'),
      put('payment-service', '/accounts/ada', '{"opening":0.5}', 'opening'),
      put('payment-service', '/accounts/ada', '{"opening":1,"balance":9}', 'balance'),
      put('payment-service', `/accounts/${'x'.repeat(65)}`, '{"opening":1}', 'customerId'),
      put('inventory-service', '/stock/lamp', '{"onHand":1}', 'unitPrice'),
      put('inventory-service', '/stock/lamp', '{"onHand":1,"unitPrice":1000000000}', 'unitPrice'),
      { ...refused('GET /stock?limit=0', [400, '"limit"']), service: 'inventory-service' },
      { ...refused('GET /sagas/nobody', missing), service: 'saga-orchestrator' },
    ];
  },
};
