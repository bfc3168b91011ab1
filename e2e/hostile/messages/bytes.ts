// Bytes that are no message: no JSON, no event, of another type or coding, or far too many.
import { gzipSync } from 'node:zlib';
import type { RawMessage } from '../../faults/broker.ts';
import { bad, everywhere, under } from './address.ts';
import { deadLetter, fresh } from './case.ts';
import type { MessageGroup, WireMessage } from './case.ts';

const KIB = 1024;
const notJson = deadLetter('not JSON');
const notUtf8 = deadLetter('not UTF-8');
const noEvent = deadLetter('not a CloudEvent');

export const noJson: MessageGroup = {
  theme: 'bytes that are no JSON, or JSON that is no event',
  cases: (context) =>
    everywhere.flatMap((address) => {
      const text = JSON.stringify(address.valid(context));
      const because = (reason: typeof notJson) => (what: string, content: string | Uint8Array) =>
        bad(address, what, content, reason);
      return [
        ...(
          [
            ['plain text', `hello ${fresh()}`],
            ['nothing', ''],
            ['half of it', text.slice(0, -1)],
            ['a trailing comma', `${text.slice(0, -1)},}`],
            ['single quotes', text.replaceAll('"', "'")],
            ['a byte order mark', `\ufeff${text}`],
            ['NaN', text.replace('"lamport":1', '"lamport":NaN')],
            ['UTF-16', Buffer.from(text, 'utf16le')],
            ['two of them', text + text],
          ] as const
        ).map(([what, content]) => because(notJson)(what, content)),
        because(notUtf8)('half a character', Buffer.from(text.replace('"orderId"', '"\u00c3("'), 'latin1')),
        because(notUtf8)('bytes of a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0])),
        ...['null', '[]', '"x"', '1', 'true', '{}', `[${text}]`].map((json) => because(noEvent)(json, json)),
        because(noEvent)('depth 100,000', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      ];
    }),
};

export const forms: MessageGroup = {
  theme: 'messages under another content type or coding, or under no name or another than their own',
  cases: (context) =>
    everywhere.flatMap((address) => {
      const as = (
        what: string,
        reason: string,
        properties: RawMessage['properties'],
        coded: (text: string) => string | Uint8Array = (text) => text,
      ) =>
        under(
          properties,
          bad(address, what, coded(JSON.stringify(address.valid(context))), deadLetter(reason)),
        );
      return [
        ...['text/plain', 'application/json', 'application/cloudevents+json; charset=utf-16', ''].map(
          (type) => as(`the type "${type}"`, 'content_type', { contentType: type }),
        ),
        as('no type', 'content_type', { contentType: undefined }),
        as('gzip', 'content_encoding gzip', { contentEncoding: 'gzip' }, (text) => gzipSync(text)),
        as('gzip that is none', 'content_encoding gzip', { contentEncoding: 'gzip' }),
        as('base64', 'content_encoding base64', { contentEncoding: 'base64' }, btoa),
        as('another message_id', 'message_id other', { messageId: 'other' }),
        as('no message_id', 'message_id (none)', { messageId: undefined }),
      ];
    }),
};

export const sizes: MessageGroup = {
  theme: 'messages larger than any service sends',
  cases: (context) =>
    everywhere.flatMap((address) => {
      const padded = (message: WireMessage, bytes: number) => JSON.stringify(message).padEnd(bytes);
      const tooLarge = (what: string, bytes: number) =>
        bad(address, what, padded(address.valid(context), bytes), deadLetter('too large'));
      return [
        bad(address, '256 KiB', padded(address.valid(context), 256 * KIB), address.outcome),
        tooLarge('256 KiB and 1 byte', 256 * KIB + 1),
        tooLarge('1 MiB', KIB * KIB),
        ...[300, 301].map((kib) =>
          bad(address, `${kib} KiB, as the other begins`, 'x'.repeat(kib * KIB), deadLetter('too large')),
        ),
      ];
    }),
};
