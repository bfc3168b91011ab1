// The lines of a file of facts: what each kind has to say at least. `docs/facts-file.md` describes them for people.
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { DeadLetterDto } from '@saga-lab/contracts/dtos/operation';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import { z } from 'zod';
import { screenNames } from '../../checker/facts.ts';
import type { OrderFacts, ScreenLine, Tampering } from '../../checker/facts.ts';
import type { Shape } from '../../checker/shape.ts';
import {
  accountShape,
  commitShape,
  deadLetterShape,
  lineShape,
  orderShapes,
  stockShape,
} from '../../checker/shapes.ts';

export const FORMAT = 'saga-lab facts';
export const VERSION = 1;

const name = z.string().min(1);
const version = z.int().min(0);

/** What is checked of a document: what the checker relies on. The rest of it is kept as it is. */
const document = <T>(shape: Shape, noun: string): z.ZodType<T> =>
  z.custom<T>().superRefine((value, context) => {
    const flaw = shape(value);
    if (flaw !== undefined) context.addIssue({ code: 'custom', message: `${noun}${flaw}` });
  });

const part = <Name extends keyof typeof orderShapes>(kind: Name) =>
  document<NonNullable<OrderFacts[Name]>>(orderShapes[kind], kind).optional();

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
  z.strictObject({
    n,
    kind: z.literal('scope'),
    leftOut: z.int().min(0),
    forgottenOrders: z.int().min(1).optional(),
    tampering,
  }),
  z.strictObject({ n, kind: z.literal('customer'), id: name }),
  z.strictObject({ n, kind: z.literal('sku'), id: name }),
  z.strictObject({
    n,
    kind: z.literal('order'),
    id: name,
    order: part('order'),
    saga: part('saga'),
    payment: part('payment'),
    reservation: part('reservation'),
  }),
  z.strictObject({ n, kind: z.literal('account'), account: document<AccountDto>(accountShape, 'account') }),
  z.strictObject({ n, kind: z.literal('stock'), stock: document<StockDto>(stockShape, 'stock') }),
  z.strictObject({
    n,
    kind: z.literal('screen'),
    model: z.enum(screenNames),
    id: name,
    lines: z.array(document<ScreenLine>(lineShape, 'line')),
  }),
  z.strictObject({ n, kind: z.literal('begin'), stream: name, version }),
  z.strictObject({
    n,
    kind: z.literal('dead-letter'),
    deadLetter: document<DeadLetterDto>(deadLetterShape, 'deadLetter'),
  }),
  z.strictObject({
    n,
    kind: z.literal('commit'),
    service: z.enum(serviceNames),
    commit: document<Commit>(commitShape, 'commit'),
  }),
]);
export type Fact = z.infer<typeof Fact>;
export type Kind = Fact['kind'];

export const End = z.strictObject({
  n,
  kind: z.literal('end'),
  /** How many lines of each kind stand above. */
  counts: z.record(z.string(), z.int()),
});
