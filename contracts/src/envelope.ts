// CloudEvents 1.0 in structured JSON mode: the form of every message on the wire.
// Source: https://github.com/cloudevents/spec, core specification 1.0.2 and its JSON event format.
import * as z from 'zod';
import { BarrierAnswer, MessageId, Operation } from './message.ts';

export const CONTENT_TYPE = 'application/cloudevents+json';

/** Extension attribute -> what the field of a message is called in code, for those that a protocol adds. */
export const extensions = {
  sagaid: 'sagaId',
  step: 'step',
  operation: 'operation',
  attempt: 'attempt',
  answer: 'answer',
} as const;

export const Envelope = z.strictObject({
  specversion: z.literal('1.0'),
  id: MessageId,
  source: z.string().min(1).max(100),
  type: z.string().min(1).max(100),
  time: z.string().min(1).max(40),
  datacontenttype: z.literal('application/json').optional(),
  correlationid: z.string().min(1).max(100),
  causationid: z.string().min(1).max(255),
  sagaid: z.string().max(100).optional(),
  step: z.string().max(100).optional(),
  operation: Operation.optional(),
  attempt: z.number().optional(),
  answer: BarrierAnswer.optional(),
  lamport: z.number(),
  schemaversion: z.number(),
  traceparent: z.string().max(55).optional(),
  data: z.unknown(),
});
export type Envelope = z.infer<typeof Envelope>;
