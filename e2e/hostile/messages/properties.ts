// AMQP properties and headers: what does not matter does not matter, and what could do harm never gets to a service.
import { queues } from '@saga-lab/contracts/topology';
import { atOrder, atPayment, bad, everywhere, under } from './address.ts';
import type { Address } from './address.ts';
import { commands, deadLetter, fresh, refused, decided } from './case.ts';
import type { BadMessage, MessageGroup } from './case.ts';

const KIB = 1024;

const nested = (levels: number): object =>
  Array.from({ length: levels }).reduce<object>((table) => ({ n: table }), {});

const forgedDeath = {
  'x-death': queues.map((queue) => ({ queue, count: 1_000, reason: 'rejected', exchange: 'lab.dead' })),
  'x-first-death-queue': queues[0],
  'x-first-death-reason': 'delivery_limit',
  'x-delivery-count': 19,
  'x-copied-by-test': true,
};

const harmless = {
  'a forged x-death': { headers: forgedDeath },
  '7 KiB of headers': { headers: { x: 'x'.repeat(7 * KIB) } },
  'headers nested 1,000 deep': { headers: nested(1_000) },
  'headers named like prototypes': { headers: { ['__proto__']: { x: 1 }, constructor: 'x', toString: 'x' } },
  'a traceparent that is none': { headers: { traceparent: 'x' } },
  'priority 255': { priority: 255 },
  'delivery mode 1': { persistent: false },
  'a reply_to somewhere else': { replyTo: 'inventory-service.commands' },
  'another correlation_id': { correlationId: 'other' },
  'another type and app_id': { type: 'RefundPayment', appId: 'eve' },
  'a timestamp far ahead': { timestamp: 2 ** 40 },
};

/** It is gone at once unless somebody takes it at once; then it is a dead letter, and not lost. */
const EXPIRED = 'the broker gave it up';

export const properties: MessageGroup = {
  theme: 'properties and headers that change nothing',
  cases: (context) =>
    everywhere.flatMap((address) => {
      const { valid, outcome } = address;
      const gone = outcome.kind === 'decided' ? { ...outcome, orDeadLetter: EXPIRED } : outcome;
      return [
        ...Object.entries(harmless).map(([what, each]) =>
          under(each, bad(address, what, valid(context), outcome)),
        ),
        ...['"0001-01-01T00:00:00Z"', '"9999-12-31T23:59:59.999Z"'].map((time) =>
          bad(address, `the time ${time}`, { ...valid(context), time: JSON.parse(time) as string }, outcome),
        ),
        under({ expiration: '0' }, bad(address, 'expiration 0', valid(context), gone)),
      ];
    }),
};

const times = (copies: number, message: BadMessage): BadMessage => ({
  ...message,
  message: { ...message.message, copies },
});

export const copies: MessageGroup = {
  theme: 'the same one 10,000 times that is none, and the same one 2,000 times that is in good form',
  cases: ({ completed }) => [
    times(10_000, bad(atOrder, 'no JSON', `hello ${fresh()}`, deadLetter('not JSON'))),
    times(
      2_000,
      bad(atOrder, 'an approval', commands.ApproveOrder(completed), decided('OrderApproved DUPLICATE')),
    ),
  ],
};

export const refusedByBroker: MessageGroup = {
  theme: 'what the broker takes from nobody',
  cases: (context) => {
    const large = (what: string, bytes: number, address: Address): BadMessage =>
      bad(address, what, Buffer.alloc(bytes, 'x'), refused(406));
    return [
      ...everywhere.map((address) => large('1 MiB and 1 byte', KIB * KIB + 1, address)),
      large('16 MiB and 1 byte', 16 * KIB * KIB + 1, atPayment),
      ...Object.entries({
        '60 KB of headers': { x: 'x'.repeat(60_000) },
        'headers nested 1,500 deep': nested(1_500),
      }).map(([what, headers]) =>
        under({ headers }, bad(atPayment, what, atPayment.valid(context), refused(501))),
      ),
      under(
        { userId: 'payment-service' },
        bad(atPayment, 'the name of another user', atPayment.valid(context), refused(406)),
      ),
    ];
  },
};
