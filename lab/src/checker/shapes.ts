// What the checker relies on in all that it is given: whatever has another shape is named, and counts as nothing else.
import { fields, listOf, name, number, object, optional, text, version, whole } from './shape.ts';

const event = fields({ stream: name, version, type: name, schemaVersion: whole, data: object });

const outboxEntry = fields({
  id: name,
  type: name,
  sagaId: optional(text),
  to: optional(text),
  notBefore: optional(number),
});

export const commitShape = fields({
  _id: name,
  at: number,
  lamport: whole,
  correlationId: text,
  causationId: text,
  input: fields({ type: name, receivedAt: number, random: number, lamport: whole, sagaId: optional(text) }),
  reads: optional(listOf(text)),
  events: listOf(event),
  outbox: listOf(outboxEntry),
  sent: listOf(whole),
});

export const accountShape = fields({
  customerId: name,
  opening: number,
  balance: number,
  charged: number,
  refunded: number,
  held: optional(number),
  version,
});
export const stockShape = fields({
  sku: name,
  onHand: number,
  available: number,
  reserved: number,
  shipped: number,
  version,
});
/** Of a read model that is shaped for a screen. */
export const lineShape = fields({ version });
export const deadLetterShape = fields({ _id: name, messageId: optional(name), reason: text });

/** Of what the lists show of one order. */
export const orderShapes = {
  order: fields({ orderId: name, status: name, lines: listOf(fields({ quantity: whole })) }),
  saga: fields({ sagaId: name, status: name, step: optional(text), startedAt: optional(text) }),
  payment: fields({ orderId: name, status: name }),
  reservation: fields({ orderId: name, status: name }),
};
