// One bad request, byte by byte, and the answer that it must get.
import type { ServiceName } from '@saga-lab/contracts/services';

export interface BadRequest {
  readonly what: string;
  readonly service: ServiceName;
  readonly bytes: Uint8Array;
  readonly status: number;
  /** What the body of the answer must name: a field, a code. */
  readonly naming: string;
}

export interface RequestContext {
  /** A customer whom no service knows: an order of hers must not exist afterwards. */
  readonly customer: string;
  /** A customer who has an account. */
  readonly known: string;
  readonly adminToken: string;
}

/** Bad input of one kind. */
export interface Group<Case = BadRequest, Around = RequestContext> {
  readonly theme: string;
  readonly cases: (context: Around) => readonly Case[];
}

type Expected = readonly [status: number, naming: string];

/** A request with a head of its own; the lines follow `Host` and `Connection`. */
export const request = (start: string, lines: readonly string[] = [], body: string | Uint8Array = '') =>
  Buffer.concat([
    Buffer.from(
      [`${start} HTTP/1.1`, 'Host: lab', 'Connection: close', ...lines, '', ''].join('\r\n'),
      'latin1',
    ),
    Buffer.from(body as string),
  ]);

/** Bytes for the order service. */
export const sent = (what: string, bytes: Uint8Array, [status, naming]: Expected): BadRequest => ({
  what,
  service: 'order-service',
  bytes,
  status,
  naming,
});

export const JSON_TYPE = 'Content-Type: application/json';
export const KEY = 'Idempotency-Key: bad-input';

/** `POST /orders` with a true length; `lines` take the place of content type and key. */
export const posted = (
  what: string,
  body: string | Uint8Array,
  expected: Expected,
  lines: readonly string[] = [JSON_TYPE, KEY],
): BadRequest =>
  sent(
    what,
    request('POST /orders', [...lines, `Content-Length: ${Buffer.byteLength(body)}`], body),
    expected,
  );

/** For one service, which most requests are not made for by name. */
export const at = (service: ServiceName, cases: readonly BadRequest[]): readonly BadRequest[] =>
  cases.map((each) => ({ ...each, what: `${service}: ${each.what}`, service }));

interface Asked {
  readonly lines?: readonly string[];
  readonly body?: string;
}

/** A start line with nothing behind it, or with these lines and this JSON. */
export const asked = (start: string, expected: Expected, { lines = [], body }: Asked = {}): BadRequest => {
  const typed = body === undefined ? [] : [JSON_TYPE, `Content-Length: ${Buffer.byteLength(body)}`];
  const what = [start.slice(0, 60), body?.slice(0, 40), lines.at(-1)?.slice(0, 40)].filter(Boolean).join(' ');
  return sent(what, request(start, [...typed, ...lines], body), expected);
};

export const bearer = ({ adminToken }: RequestContext): string => `Authorization: Bearer ${adminToken}`;

/** An order that would be accepted. */
export const goodOrder = (customerId: string): string =>
  JSON.stringify({ customerId, lines: [{ sku: 'lamp', quantity: 1 }] });
