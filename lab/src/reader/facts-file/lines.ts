// The lines of a file of facts: what each kind has to say at least. `docs/facts-file.md` describes them for people.
import { serviceNames } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import { z } from 'zod';
import type { OrderFacts, Tampering } from '../../checker/facts.ts';
import type { Account, DeadLetter, Stock } from '../../client/documents.ts';

export const FORMAT = 'saga-lab facts';
export const VERSION = 1;

const name = z.string().min(1);
const version = z.int().min(0);

/** What is checked of a document: what the checker would stumble over. The rest of it is kept as it is. */
const document = <T>(shape: z.ZodRawShape) => z.looseObject(shape) as unknown as z.ZodType<T>;

const event = z.looseObject({
  stream: name,
  version,
  type: name,
  schemaVersion: z.int(),
  data: z.record(z.string(), z.unknown()),
});
const input = z.looseObject({ type: name, receivedAt: z.number(), random: z.number(), lamport: z.int() });
const commit = document<Commit>({
  _id: name,
  at: z.number(),
  lamport: z.int(),
  correlationId: z.string(),
  causationId: z.string(),
  input,
  events: z.array(event),
  outbox: z.array(z.looseObject({ id: name, type: name })),
  sent: z.array(z.int()),
});

const account = document<Account>({ customerId: name, version });
const stock = document<Stock>({ sku: name, version });
const order = document<NonNullable<OrderFacts['order']>>({
  orderId: name,
  status: name,
  lines: z.array(z.looseObject({ quantity: z.int() })),
});
const saga = document<NonNullable<OrderFacts['saga']>>({ sagaId: name, status: name });
const payment = document<NonNullable<OrderFacts['payment']>>({ orderId: name, status: name });
const reservation = document<NonNullable<OrderFacts['reservation']>>({ orderId: name, status: name });
const deadLetter = document<DeadLetter>({ _id: name, messageId: name.optional(), reason: z.string() });

const tampering = z.strictObject({
  forged: z.array(z.string()),
  losses: z.array(z.string()),
  deadLetters: z.array(z.string()),
  anyDeadLetter: z.boolean().optional(),
}) as unknown as z.ZodType<Tampering>;

const n = z.int().min(1);

export const Header = z.strictObject({
  n,
  kind: z.literal('header'),
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  savedAt: z.iso.datetime(),
});

/** What stands between the first line and the last. */
export const Fact = z.discriminatedUnion('kind', [
  z.strictObject({ n, kind: z.literal('scope'), leftOut: z.int().min(0), tampering }),
  z.strictObject({ n, kind: z.literal('customer'), id: name }),
  z.strictObject({ n, kind: z.literal('sku'), id: name }),
  z.strictObject({
    n,
    kind: z.literal('order'),
    id: name,
    order: order.optional(),
    saga: saga.optional(),
    payment: payment.optional(),
    reservation: reservation.optional(),
  }),
  z.strictObject({ n, kind: z.literal('account'), account }),
  z.strictObject({ n, kind: z.literal('stock'), stock }),
  z.strictObject({ n, kind: z.literal('begin'), stream: name, version }),
  z.strictObject({ n, kind: z.literal('dead-letter'), deadLetter }),
  z.strictObject({ n, kind: z.literal('commit'), service: z.enum(serviceNames), commit }),
]);
export type Fact = z.infer<typeof Fact>;
export type Kind = Fact['kind'];

export const End = z.strictObject({
  n,
  kind: z.literal('end'),
  /** How many lines of each kind stand above. */
  counts: z.record(z.string(), z.int()),
});
