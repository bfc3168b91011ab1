// Messages as bytes: between the runtime's Message and the CloudEvents envelope of the wire.
import { Envelope, extensions } from '@saga-lab/contracts/envelope';
import type { Message } from '../decider/message.ts';
import { BEGINNING_BYTES, MOST_MESSAGE_BYTES } from './bus.ts';
import type { Decoded, Delivery } from './bus.ts';

/** CloudEvents attribute -> field, in the order on the wire. What is not listed here never travels. */
const fields = {
  id: 'id',
  source: 'source',
  type: 'type',
  time: 'time',
  correlationid: 'correlationId',
  causationid: 'causationId',
  ...extensions,
  lamport: 'lamport',
  schemaversion: 'schemaVersion',
  traceparent: 'traceparent',
  data: 'data',
} as const satisfies Partial<Record<keyof Envelope, keyof Message>>;

type Attribute = keyof typeof fields;
const pairs = Object.entries(fields) as [Attribute, (typeof fields)[Attribute]][];
const REASON_LENGTH = 200;

/** The same message gives the same text. */
export const encode = (message: Message): string => {
  const envelope: Record<string, unknown> = { specversion: '1.0', datacontenttype: 'application/json' };
  for (const [attribute, field] of pairs) envelope[attribute] = message[field];
  return JSON.stringify(envelope);
};

/** Never throws: what cannot be read comes back with a short reason. The data's own schema is not checked here. */
export const decode = (body: Uint8Array | string): Decoded => {
  try {
    return { ok: true, message: messageOf(envelopeOf(JSON.parse(strictText(body)))) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error).slice(0, REASON_LENGTH) };
  }
};

/** What a bus delivers of bytes that came: those that no service sends are not even looked at. */
export const receive = (body: Uint8Array | string): Pick<Delivery, 'bytes' | 'decoded'> => {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  if (bytes.length <= MOST_MESSAGE_BYTES) return { bytes, decoded: decode(body) };
  const reason = `too large: ${bytes.length} bytes, of which the first ${BEGINNING_BYTES} are kept`;
  return { bytes, decoded: { ok: false, reason } };
};

class Unreadable extends Error {}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A byte order mark stays in, so that JSON.parse refuses it (RFC 8259, section 8.1). */
const strictText = (body: Uint8Array | string): string => {
  if (typeof body === 'string') return body;
  try {
    return utf8.decode(body);
  } catch {
    throw new Unreadable('not UTF-8');
  }
};

const envelopeOf = (json: unknown): Envelope => {
  const result = Envelope.safeParse(json);
  if (!result.success) throw new Unreadable(`not a CloudEvent: ${describe(result.error.issues[0])}`);
  return result.data;
};

const describe = (issue: { path: PropertyKey[]; message: string } | undefined): string =>
  issue === undefined ? 'invalid' : [...issue.path.map(String), issue.message].join(': ');

/** Absent attributes stay absent: the strict schemas of messages refuse a key that should not be there. */
const messageOf = (envelope: Envelope): Message => {
  const message: Record<string, unknown> = {};
  for (const [attribute, field] of pairs)
    if (envelope[attribute] !== undefined) message[field] = envelope[attribute];
  return message as unknown as Message;
};

const reasonOf = (error: unknown): string => {
  if (error instanceof Unreadable) return error.message;
  if (error instanceof SyntaxError) return `not JSON: ${error.message}`;
  return 'unreadable';
};
