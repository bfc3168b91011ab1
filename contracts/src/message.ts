// The three kinds of message, each as a strict schema: what every one of them must carry besides its data.
import * as z from 'zod';
import { Id, idOfAtMost } from './primitives.ts';

/** Ids with a colon are reserved for HTTP requests. */
export const MessageId = idOfAtMost(100);
export const Operation = z.enum(['action', 'compensation']);
export const BarrierAnswer = z.enum(['APPLIED', 'DUPLICATE', 'EMPTY', 'HANGING_REJECTED']);

const always = {
  id: MessageId,
  source: z.string().regex(/^\/[a-z-]{1,40}$/),
  time: z.iso.datetime(),
  correlationId: Id,
  causationId: z.string().min(1).max(255),
  lamport: z.int().min(0),
  schemaVersion: z.literal(1),
  traceparent: z.string().max(55).optional(),
};

const ofASaga = { sagaId: Id, step: Id, attempt: z.int().min(1) };

/** `sagaId` and `data.orderId` must be equal. */
const aboutOneOrder = ({ sagaId, data }: { readonly sagaId: string; readonly data?: unknown }): boolean =>
  typeof data !== 'object' || data === null || !('orderId' in data) || data.orderId === sagaId;

const otherOrder = { path: ['data', 'orderId'], message: 'must be equal to sagaId' };

/** What a saga asks one service to do. */
export const command = <T extends string, O extends 'action' | 'compensation', D extends z.ZodType>(
  type: T,
  operation: O,
  data: D,
) =>
  z
    .strictObject({ ...always, ...ofASaga, type: z.literal(type), operation: z.literal(operation), data })
    .refine(aboutOneOrder, otherOrder);

/** What a participant says to a command; it echoes saga, step, operation and attempt. */
export const reply = <T extends string, O extends 'action' | 'compensation', D extends z.ZodType>(
  type: T,
  operation: O,
  data: D,
) =>
  z
    .strictObject({
      ...always,
      ...ofASaga,
      type: z.literal(type),
      operation: z.literal(operation),
      answer: BarrierAnswer,
      data,
    })
    .refine(aboutOneOrder, otherOrder);

/** A fact that others may care about, in answer to nobody. */
export const event = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.strictObject({ ...always, sagaId: Id, type: z.literal(type), data }).refine(aboutOneOrder, otherOrder);
