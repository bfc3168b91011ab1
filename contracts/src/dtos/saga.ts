// DTOs of the orchestrator: what its queries and its operators' acts answer.
import * as z from 'zod';
import { Operation } from '../message.ts';
import { Id, Line, Money, UnitPrice } from '../primitives.ts';
import { SagaStatus } from '../saga.ts';

/** A step with the command that is meant. */
export const OpenCommand = z.strictObject({ step: Id, command: z.string() });
export type OpenCommand = z.infer<typeof OpenCommand>;

/** A saga as it is shown to anybody who asks. */
export const SagaDto = z.strictObject({
  sagaId: Id,
  saga: z.string().describe('Name of its table'),
  status: SagaStatus,
  step: Id.optional().describe('The step that is open; the last one, once the saga has ended'),
  operation: Operation.optional(),
  attempt: z.int().optional().describe('How often its command was sent'),
  deadline: z.iso.datetime().optional().describe('When the open step is given up, or its command repeated'),
  reason: z.string().optional().describe('Why the saga is or was undone'),
  error: z.string().optional().describe('Why it is parked'),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  done: z.array(Id).readonly().describe('Steps that took effect and have not been undone'),
  left: z.array(OpenCommand).readonly().describe('Commands to be answered until it ends the way it is going'),
  undoneIfAbortedNow: z
    .array(OpenCommand)
    .readonly()
    .describe('What an abort now would send; empty when it is too late'),
  cannotBeUndone: z.array(Id).readonly().describe('Steps done or underway that nothing will undo any more'),
  version: z.int(),
});
export type SagaDto = z.infer<typeof SagaDto>;

/** How many sagas there are in each status. */
export const SagaCountsDto = z.strictObject({ counts: z.record(SagaStatus, z.int()) });
export type SagaCountsDto = z.infer<typeof SagaCountsDto>;

/** An order with the progress of its saga, as all services told it; it follows them with a lag of its own. */
export const OrderSummaryDto = z.strictObject({
  orderId: Id,
  customerId: Id,
  lines: z
    .array(Line.extend({ unitPrice: UnitPrice.optional().describe('Once it is reserved; minor units') }))
    .readonly(),
  total: Money.optional().describe('Of approved orders; minor units'),
  status: SagaStatus,
  reason: z.string().optional().describe('Why the order is or was undone'),
  error: z.string().optional().describe('Why it waits for a person'),
  steps: z
    .array(
      z.strictObject({
        step: Id,
        state: z
          .enum(['DONE', 'REFUSED', 'UNKNOWN', 'UNDONE'])
          .describe('UNKNOWN: no answer came in time, it may have happened'),
        at: z.iso.datetime(),
      }),
    )
    .readonly()
    .describe('In the order in which they came to that'),
  left: z.array(OpenCommand).readonly().describe('Commands to be answered until it ends the way it is going'),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.int(),
});
export type OrderSummaryDto = z.infer<typeof OrderSummaryDto>;
