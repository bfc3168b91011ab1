// Bad requests whatever their body: protocol, headers, methods, paths and keys.
import { asked, goodOrder, JSON_TYPE, posted, request, sent } from './case.ts';
import type { Group } from './case.ts';

const broken = [400, 'BAD_REQUEST'] as const;
const missing = [404, 'NOT_FOUND'] as const;
/** A bad page that is named, whatever else the request brings: all the rest counted for nothing. */
const ordinary = [400, '"limit"'] as const;
const plain = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1');

export const headers: Group = {
  theme: 'bad heads of requests',
  cases: () => {
    const get = (line: string, expected: readonly [number, string]) =>
      asked('GET /orders?limit=0', expected, { lines: [line] });
    return [
      sent('no HTTP', plain('hello\n\n'), broken),
      sent('HTTP/0.9', plain('GET /orders\n\n'), broken),
      sent('HTTP/1.0 without a Host', plain('GET /orders HTTP/1.0\n\n'), broken),
      sent('HTTP/2', plain('PRI * HTTP/2.0\n\nSM\n\n'), broken),
      sent('HTTP/9.9', plain('GET /orders HTTP/9.9\nHost: lab\nConnection: close\n\n'), broken),
      sent('lines that end with LF', Buffer.from('GET /orders HTTP/1.1\nHost: lab\n\n'), broken),
      sent('no Host', plain('GET /orders HTTP/1.1\nConnection: close\n\n'), broken),
      ...['', ' ', 'eve.example/../@[::1]:99999', 'x'.repeat(5_000)].map((host) =>
        sent(
          `Host ${host.slice(0, 30)}`,
          plain(`GET /orders?limit=0 HTTP/1.1\nHost: ${host}\nConnection: close\n\n`),
          ordinary,
        ),
      ),
      get('Host: other', broken),
      get('X: a\rEvil: b', broken),
      get('X: a\nEvil: b', broken),
      get('X: a\r\nEvil', broken),
      get('X: a\r\n folded', broken),
      get('X: a\0b', broken),
      get('X : a', broken),
      get(': a', broken),
      get(`X: ${'x'.repeat(100_000)}`, [431, 'HEADERS_TOO_LARGE']),
      get('Expect: the-unexpected', [417, 'EXPECTATION_FAILED']),
      get(Array.from({ length: 200 }, (_each, n) => `X-${n}: x`).join('\r\n'), ordinary),
      get('X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: x\r\nForwarded: for=x', ordinary),
      get('X-Request-Id: {"$ne":null}\r\ntraceparent: 00-zz-zz-01', ordinary),
      get('Date: Fri, 31 Feb 99999 25:61:61 GMT\r\nIf-Modified-Since: yesterday', ordinary),
      get('Range: bytes=0-,0-,0-\r\nIf-Match: *\r\nCookie: a=b; a=c', ordinary),
      get('Upgrade: websocket\r\nSec-WebSocket-Key: x', ordinary),
    ];
  },
};

export const paths: Group = {
  theme: 'methods and paths that are not there',
  cases: () => [
    ...['TRACE', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'].map((method) =>
      asked(`${method} /orders`, [405, 'METHOD_NOT_ALLOWED'], { lines: ['X-HTTP-Method-Override: GET'] }),
    ),
    ...['BREW', 'get', 'GET\t', 'CONNECT'].map((method) => asked(`${method} /orders`, broken)),
    asked('OPTIONS *', missing),
    asked('GET \\orders', broken),
    asked('GET http://eve.example/nothing', missing),
    ...['/', '/orders/', '//orders', '/Orders', '/%6frders/', '/orders%2f', '/orders%2fx', '/nothing'].map(
      (path) => asked(`GET ${path}`, missing),
    ),
  ],
};

export const keys: Group = {
  theme: 'no key, or one that is none',
  cases: ({ customer }) => {
    const keyed = (what: string, ...lines: readonly string[]) =>
      posted(what, goodOrder(customer), [400, '"idempotency-key"'], [JSON_TYPE, ...lines]);
    return [
      keyed('no Idempotency-Key'),
      ...['', 'a b', 'a\tb', 'schl\u00fcssel', 'k'.repeat(256), 'k'.repeat(10_000)].map((key) =>
        keyed(`Idempotency-Key ${key.slice(0, 10)}`, `Idempotency-Key: ${key}`),
      ),
      keyed('two keys', 'Idempotency-Key: a', 'Idempotency-Key: b'),
      sent('a key in the query', request('POST /orders?idempotency-key=a'), [400, '"idempotency-key"']),
    ];
  },
};
