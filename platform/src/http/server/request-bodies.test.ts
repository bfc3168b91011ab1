import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Demo, ProblemBody } from '../../testing/demo-requests.ts';
import { GOOD, postTo, problemOf } from '../../testing/demo-requests.ts';
import { startDemo, TOKEN } from '../../testing/demo-service.ts';
import { rawRequest, sendRaw } from '../../testing/http-client.ts';

const line = (members: string) => `{"customerId":"c1","lines":[{"sku":"lamp","quantity":1${members}}]}`;
const quantity = (value: string) => `{"customerId":"c1","lines":[{"sku":"lamp","quantity":${value}}]}`;
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

describe('The body of a request', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo();
  });
  after(() => demo.close());

  const post = (body: string | Uint8Array, headers?: Record<string, string>) => postTo(demo, body, headers);

  const badBodies: [name: string, body: string | Uint8Array, field: string][] = [
    ['no body', '', 'body'],
    ['null', 'null', 'body'],
    ['an array', '[]', 'body'],
    ['a string', '"x"', 'body'],
    ['a number', '1', 'body'],
    ['true', 'true', 'body'],
    ['truncated JSON', GOOD.slice(0, -2), 'body'],
    ['a trailing comma', '{"customerId":"c1",}', 'body'],
    ['a key twice', '{"customerId":"c1","customerId":"c2","lines":[]}', 'customerId'],
    ['a key twice, once escaped', '{"customerId":"c1","customer\\u0049d":"c2","lines":[]}', 'customerId'],
    ['a key twice deep inside', line(',"sku":"x"'), 'sku'],
    ['a byte order mark', bytes([0xef, 0xbb, 0xbf], GOOD), 'body'],
    ['UTF-16', Buffer.from(GOOD, 'utf16le'), 'body'],
    ['invalid UTF-8', bytes('{"customerId":"', [0xc3, 0x28], '"}'), 'body'],
    ['half a character', '{"customerId":"\\ud800","lines":[]}', 'body'],
    ['NUL in an id', '{"customerId":"\\u0000","lines":[{"sku":"a","quantity":1}]}', 'customerId'],
    ['11 levels', `{"customerId":${'['.repeat(10)}${']'.repeat(10)}}`, 'body'],
    ['depth 10,000', '['.repeat(10_000), 'body'],
    ['quotes and backslashes without an end', '"' + '\\"'.repeat(40_000), 'body'],
    ['__proto__ as a key', '{"__proto__":{"x":1},"customerId":"c1"}', '__proto__'],
    ['constructor as a key', '{"constructor":{"prototype":{}}}', 'constructor'],
    ['prototype, escaped, as a key', '{"\\u0070rototype":1}', 'prototype'],
    ['toString as a key', '{"customerId":"c1","lines":[{"sku":"a","quantity":1}],"toString":1}', 'toString'],
    [
      'an operator as a value',
      '{"customerId":{"$ne":null},"lines":[{"sku":"a","quantity":1}]}',
      'customerId',
    ],
    ['an unknown field', `{"total":1,${GOOD.slice(1)}`, 'total'],
    ['an unknown field in a line', line(',"price":1'), 'lines.0.price'],
    ['a missing field', '{"customerId":"c1"}', 'lines'],
    ['quantity 0', quantity('0'), 'lines.0.quantity'],
    ['quantity -1', quantity('-1'), 'lines.0.quantity'],
    ['quantity 1.5', quantity('1.5'), 'lines.0.quantity'],
    ['quantity 1e309', quantity('1e309'), 'lines.0.quantity'],
    ['quantity "1"', quantity('"1"'), 'lines.0.quantity'],
    ['quantity 2^53+1', quantity('9007199254740993'), 'lines.0.quantity'],
    ['quantity NaN', quantity('NaN'), 'body'],
    ['quantity 01', quantity('01'), 'body'],
    ['an empty id', '{"customerId":"","lines":[{"sku":"a","quantity":1}]}', 'customerId'],
    ['a path as an id', '{"customerId":"../x","lines":[{"sku":"a","quantity":1}]}', 'customerId'],
  ];
  for (const [name, body, field] of badBodies)
    it(`answers 400 and names ${field} for a body with ${name}`, async () => {
      const response = await post(body);
      const problem = await problemOf(response);
      expect(response.status).to.equal(400);
      expect(problem.errors?.[0]).to.include({ in: 'body', field });
    });

  // @covers R-50
  it('takes 10 levels, and quotes and brackets inside of strings', async () => {
    expect((await problemOf(await post(`{"a":${'['.repeat(9)}${']'.repeat(9)}}`))).code).to.equal(
      'VALIDATION_FAILED',
    );
    expect((await problemOf(await post('{"customerId":"[[[[[[[[[[[[[\\"{{:"}'))).code).to.equal(
      'VALIDATION_FAILED',
    );
  });

  // @covers R-49
  it('names all wrong fields at once', async () => {
    const response = await post('{"customerId":"","lines":[],"x":1}', { 'idempotency-key': ' ' });
    const fields = (await problemOf(response)).errors?.map((error) => `${error.in} ${error.field}`);
    expect(fields).to.deep.equal(['header idempotency-key', 'body customerId', 'body lines', 'body x']);
  });

  const badMedia: [name: string, headers: Record<string, string>, body: string | Uint8Array][] = [
    ['a form', { 'content-type': 'multipart/form-data; boundary=x' }, GOOD],
    ['text', { 'content-type': 'text/plain' }, GOOD],
    ['another JSON', { 'content-type': 'application/merge-patch+json' }, GOOD],
    ['charset utf-7', { 'content-type': 'application/json; charset=utf-7' }, GOOD],
    ['gzip', { 'content-encoding': 'gzip' }, gzipSync(GOOD)],
    ['broken deflate', { 'content-encoding': 'deflate' }, GOOD],
  ];
  for (const [name, headers, body] of badMedia)
    it(`answers 415 to ${name}`, async () => {
      const response = await post(body, headers);
      expect([response.status, (await problemOf(response)).code]).to.deep.equal([
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ]);
    });

  const badTypes: [name: string, lines: string[]][] = [
    ['none', []],
    ['an empty one', ['Content-Type: ']],
    ['a second one', ['Content-Type: application/json', 'Content-Type: text/plain']],
    ['the same one twice', ['Content-Type: application/json', 'Content-Type: application/json']],
    ['two in one', ['Content-Type: application/json, text/plain']],
  ];
  for (const [name, lines] of badTypes)
    it(`answers 415 to a body whose Content-Type is ${name}, of known length or in chunks`, async () => {
      const chunk = `${GOOD.length.toString(16)}\r\n${GOOD}\r\n0\r\n\r\n`;
      for (const start of ['POST /orders', 'PUT /stock/lamp', 'POST /fail/refused']) {
        const head = ['Idempotency-Key: k', `Authorization: Bearer ${TOKEN}`, ...lines];
        const whole = rawRequest(start, [...head, `Content-Length: ${GOOD.length}`], GOOD);
        const chunked = rawRequest(start, [...head, 'Transfer-Encoding: chunked'], chunk);
        for (const bytes of [whole, chunked]) {
          const { status, body } = await sendRaw(demo.url, bytes);
          expect([status, (JSON.parse(body) as ProblemBody).code], start).to.deep.equal([
            415,
            'UNSUPPORTED_MEDIA_TYPE',
          ]);
        }
      }
    });
});
