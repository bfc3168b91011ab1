// Queries, pages and ids that do not exist, in the lists and histories of every service.
import { serviceNames } from '@saga-lab/contracts/services';
import { asked, at, bearer } from './case.ts';
import type { Group } from './case.ts';

const invalid = [400, 'VALIDATION_FAILED'] as const;
const missing = [404, 'NOT_FOUND'] as const;
const limits = ['-1', '0', '101', '1e9', '1000000000', '', '0x1', '1.5', 'NaN', '%31%30%31', '1&limit=2'];
const cursors = ['', '%00', '%ff', 'a%20b', '%0d%0aX:%201', 'x'.repeat(1_001), 'a&after=b', 'lamp', '7'];
const operators = ['[$ne]=1', '[$regex]=.*', '=%7B%22$ne%22:null%7D', '=%7B%22$regex%22:%22(a%2B)%2B$%22%7D'];

/** Each list with the fields by which it can be filtered. */
const lists = [
  ['order-service', '/orders', ['status', 'customerId']],
  ['inventory-service', '/stock', []],
  ['saga-orchestrator', '/sagas', ['status']],
] as const;

export const pages: Group = {
  theme: 'queries and pages that do not exist',
  cases: () =>
    lists.flatMap(([service, path, fields]) =>
      at(service, [
        ...limits.map((limit) => asked(`GET ${path}?limit=${limit}`, [400, '"limit"'])),
        ...cursors.map((after) => asked(`GET ${path}?after=${after}`, invalid)),
        ...operators.map((operator) => asked(`GET ${path}?limit${operator}`, invalid)),
        ...['__proto__=1', 'constructor=1', '$where=1', '=1', 'x'].map((query) =>
          asked(`GET ${path}?${query}`, invalid),
        ),
        ...fields.flatMap((field) => [
          ...operators.map((operator) => asked(`GET ${path}?${field}${operator}`, invalid)),
          ...['=', '=a&FIELD=b', '=%00', '=../x', `=${'x'.repeat(65)}`].map((value) =>
            asked(`GET ${path}?${field}${value.replace('FIELD', field)}`, invalid),
          ),
        ]),
      ]),
    ),
};

/** Each kind of thing that is kept, with the name of its id. */
const kinds = [
  ['order-service', '/orders', 'orderId'],
  ['payment-service', '/accounts', 'customerId'],
  ['payment-service', '/payments', 'orderId'],
  ['inventory-service', '/stock', 'sku'],
  ['inventory-service', '/reservations', 'orderId'],
  ['saga-orchestrator', '/sagas', 'sagaId'],
] as const;
const noIds = [
  '.',
  '..',
  '%2e%2E',
  'a%20b',
  '%2e%2e%2fx',
  'a%2fb',
  '%00',
  '%7B%22$ne%22:null%7D',
  '%F0%9F%98%80',
  'x'.repeat(65),
];
const unknownIds = [
  '507f1f77bcf86cd799439011',
  '123e4567-e89b-12d3-a456-42661417400',
  '123E4567-E89B-12D3-A456-42661417400G',
  'history',
];
const versions = ['-1', '1e3', '9999999999999', '1.5', 'x', '', '%00', '1&after=2'];

export const resources: Group = {
  theme: 'things that are not there, and their histories',
  cases: ({ known }) => [
    ...kinds.flatMap(([service, path, field]) =>
      at(service, [
        ...noIds.flatMap((id) =>
          ['', '/history'].map((rest) => asked(`GET ${path}/${id}${rest}`, [400, `"${field}"`])),
        ),
        ...unknownIds.map((id) => asked(`GET ${path}/${id}`, missing)),
        ...['', '?after=1'].map((query) => asked(`GET ${path}/nobody/history${query}`, missing)),
        asked(`GET ${path}/%zz`, [400, 'BAD_REQUEST']),
        asked(`GET ${path}/%c0%af/history`, [400, 'BAD_REQUEST']),
        asked(`GET ${path}/nobody?x=1`, [400, '"x"']),
        ...versions.map((after) => asked(`GET ${path}/nobody/history?after=${after}`, [400, '"after"'])),
      ]),
    ),
    ...at('payment-service', [
      asked(`GET /accounts/${known.toUpperCase()}`, missing),
      asked(`GET /accounts/${known}/history?after=2`, [400, '"after"']),
    ]),
    asked(`GET /orders/${'x'.repeat(10_000)}`, [414, 'URL_TOO_LONG']),
    asked('POST /orders/nobody/cancel', missing),
    asked('POST /orders/nobody/cancel', [400, '"body"'], { body: '{}' }),
  ],
};

const lost = ['x', 'AB', '8264F', '-1', '82AB'.repeat(30), 'at:99999999999.1', 'at:1.99999999999', 'at:-1.0'];

export const adminQueries: Group = {
  theme: 'bad questions of those who operate a service',
  cases: (context) => {
    const lines = [bearer(context)];
    const admin = (start: string, expected: readonly [number, string]) => asked(start, expected, { lines });
    return serviceNames.flatMap((service) =>
      at(service, [
        ...['/livez', '/readyz', '/metrics', '/openapi.json', '/docs'].map((path) =>
          asked(`GET ${path}?x=1`, [400, '"x"']),
        ),
        ...['package.json', '%2e%2e%2fpackage.json', '__proto__'].map((file) =>
          asked(`GET /docs/${file}`, [400, '"file"']),
        ),
        asked('GET /docs/../../package.json', missing),
        ...['/dead-letters', '/commits', '/correlations/nobody/commits'].flatMap((path) => [
          ...limits.map((limit) => admin(`GET ${path}?limit=${limit}`, [400, '"limit"'])),
          ...cursors.map((after) => admin(`GET ${path}?after=${after}`, invalid)),
        ]),
        ...lost.map((after) => admin(`GET /commits?after=${after}`, [400, '"after"'])),
        ...noIds.map((id) => admin(`GET /correlations/${id}/commits`, [400, '"correlationId"'])),
        admin('GET /outbox?x=1', [400, '"x"']),
        admin(`GET /dead-letters/${'x'.repeat(256)}`, [400, '"id"']),
        ...['nobody', '%00', 'a%2Fb', '%7B%22$ne%22:null%7D'].map((id) =>
          admin(`GET /dead-letters/${id}`, missing),
        ),
      ]),
    );
  },
};
