// Bodies that are no JSON, or JSON that different readers would understand differently.
import { gzipSync } from 'node:zlib';
import { goodOrder, JSON_TYPE, KEY, posted, request, sent } from './case.ts';
import type { Group } from './case.ts';

const notJson = [400, 'INVALID_JSON'] as const;
const noObject = [400, '"body"'] as const;
const unsupported = [415, 'UNSUPPORTED_MEDIA_TYPE'] as const;
const tooLarge = [413, 'BODY_TOO_LARGE'] as const;
const LARGE = 1_000_000;

export const jsonBodies: Group = {
  theme: 'bodies that are no order',
  cases: ({ customer }) => {
    const good = goodOrder(customer);
    return [
      ...['', 'null', '[]', '"x"', '1', 'true'].map((body) => posted(`the body ${body}`, body, noObject)),
      posted('truncated JSON', good.slice(0, -1), notJson),
      posted('a trailing comma', `${good.slice(0, -1)},}`, notJson),
      posted('a key twice', good.replace('{', '{"customerId":"eve",'), [400, '"customerId"']),
      posted('a key twice, once escaped', good.replace('{', '{"customer\\u0049d":"eve",'), [
        400,
        '"customerId"',
      ]),
      posted('a key twice in a line', good.replace('"sku"', '"sku":"x","sku"'), [400, '"sku"']),
      ...['__proto__', 'constructor', 'prototype', 'toString', '$where', 'a.b'].map((key) =>
        posted(`the key ${key}`, good.replace('{', `{"${key}":{"x":1},`), [400, `"${key}"`]),
      ),
      posted('__proto__, escaped', good.replace('{', '{"__pr\\u006fto__":1,'), [400, '"__proto__"']),
      posted('depth 11', good.replace('"customerId"', `"x":${'['.repeat(10)}${']'.repeat(10)},$&`), notJson),
      posted('depth 10,000', '['.repeat(10_000), notJson),
      posted('two documents', good + good, notJson),
      posted('a comment', `/* */${good}`, notJson),
      posted('single quotes', good.replaceAll('"', "'"), notJson),
      posted('a million elements', `[${'1,'.repeat(LARGE)}1]`, tooLarge),
    ];
  },
};

export const textEncodings: Group = {
  theme: 'text that is not plain UTF-8',
  cases: ({ customer }) => {
    const good = goodOrder(customer);
    const named = (name: string) => good.replace(customer, name);
    return [
      posted('a byte order mark', `\ufeff${good}`, notJson),
      posted('UTF-16', Buffer.from(good, 'utf16le'), notJson),
      posted('invalid UTF-8', Buffer.from(named('\u00c3('), 'latin1'), notJson),
      posted('half a character', named('\\ud800'), notJson),
      posted('half a character in a key', good.replace('{', '{"\\udfff":1,'), notJson),
      posted('UTF-32', Buffer.from(Array.from(good, (each) => `\0\0\0${each}`).join(''), 'latin1'), notJson),
      posted('NUL', named('\\u0000'), [400, '"customerId"']),
      posted('text from right to left', named('\u202eeve'), [400, '"customerId"']),
      posted('an emoji', named('\u{1f600}'), [400, '"customerId"']),
      posted('1 MB of text', named('x'.repeat(LARGE)), tooLarge),
    ];
  },
};

export const bodyFormats: Group = {
  theme: 'bodies of another type, coding or length',
  cases: ({ customer }) => {
    const good = goodOrder(customer);
    const typed = (type: string) =>
      posted(`the type ${type}`, good, unsupported, [`Content-Type: ${type}`, KEY]);
    const coded = (coding: string, body: string | Uint8Array) =>
      posted(`the coding ${coding}`, body, unsupported, [JSON_TYPE, KEY, `Content-Encoding: ${coding}`]);
    const framed = (
      what: string,
      lines: readonly string[],
      body: string,
      expected: readonly [number, string],
    ) => sent(what, request('POST /orders', [JSON_TYPE, KEY, ...lines], body), expected);
    const broken = [400, 'BAD_REQUEST'] as const;
    const chunked = 'Transfer-Encoding: chunked';
    return [
      posted('no type', good, unsupported, [KEY]),
      posted('two types', good, unsupported, [KEY, JSON_TYPE, 'Content-Type: text/plain']),
      typed('text/plain'),
      typed('multipart/form-data; boundary=x'),
      typed('application/json; charset=utf-7'),
      coded('gzip', gzipSync(Buffer.alloc(10 * LARGE))),
      coded('deflate', good),
      coded('br, gzip', good),
      framed('200 KB in a chunk', [chunked], `30d40\r\n${'x'.repeat(200_000)}\r\n0\r\n\r\n`, tooLarge),
      framed('chunk after chunk', [chunked], `30d40\r\n${'x'.repeat(200_000)}\r\n`, tooLarge),
      framed('a length of 100 GB', ['Content-Length: 100000000000'], 'x', tooLarge),
      framed('a length too short', ['Content-Length: 9'], good, notJson),
      ...['-1', '+5', '0x5', '5, 5', '1e3', '9'.repeat(30), ''].map((length) =>
        framed(`the length ${length}`, [`Content-Length: ${length}`], good, broken),
      ),
      framed('two lengths', ['Content-Length: 9', 'Content-Length: 10'], good, broken),
      ...['zz', '-1', '0x1', 'f'.repeat(17), ' 1', `1;${'x'.repeat(20_000)}`].map((size) =>
        framed(`the chunk size ${size.slice(0, 20)}`, [chunked], `${size}\r\nx\r\n0\r\n\r\n`, broken),
      ),
      framed('20 KB behind the last chunk', [chunked], `0\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, [
        431,
        'HEADERS_TOO_LARGE',
      ]),
      framed('chunks and a length', [chunked, 'Content-Length: 5'], '0\r\n\r\n', broken),
      ...['xchunked', 'chunked, identity', 'gzip'].map((coding) =>
        framed(`the transfer coding ${coding}`, [`Transfer-Encoding: ${coding}`], '0\r\n\r\n', broken),
      ),
      framed('a space before the colon', ['Transfer-Encoding : chunked'], '0\r\n\r\n', broken),
    ];
  },
};
