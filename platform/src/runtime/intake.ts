// The way in from the broker: check, hand to the runtime, ack after the commit; what can never work becomes a dead letter.
import type { Bus, Consumption, Decoded, Delivery } from '../bus/bus.ts';
import { deadLettersOf } from '../bus/bus.ts';
import { PermanentError } from '../decider/errors.ts';
import type { Message } from '../decider/message.ts';
import { deadLettering } from './dead-lettering.ts';
import type { DeadLetteringParts } from './dead-lettering.ts';
import type { Handle, MessageSchema, SchemaIssue } from './handler.ts';
import type { QueueConsumption } from './runtime.ts';

export interface IntakeParts extends DeadLetteringParts {
  readonly queues: readonly QueueConsumption[];
  readonly schemas: Readonly<Record<string, MessageSchema>>;
  readonly bus: Bus;
  readonly handle: Handle;
}

export interface Intake {
  readonly start: () => Promise<void>;
  /** Takes nothing from this queue (or, left out, from any) as long as somebody wants it paused for this reason. */
  readonly pause: (reason: string, queue?: string) => Promise<void>;
  readonly resume: (reason: string, queue?: string) => Promise<void>;
  /** Hands everything unacked back to the broker. */
  readonly release: () => Promise<void>;
  /** The same checks for bytes that came another way. @throws PermanentError, code POISON or EXPIRED */
  readonly accept: (decoded: Decoded) => Promise<void>;
}

interface Consumed {
  readonly queue: string;
  readonly consumption: Consumption;
  readonly reasons: Set<string>;
}

const DEAD_PREFETCH = 20;
const REASON_LENGTH = 1_000;

export const intake = (parts: IntakeParts): Intake => {
  const { bus, handle, observer } = parts;
  const toDeadLetters = deadLettering(parts);
  let consumed: readonly Consumed[] = [];
  const ofQueue = (queue: string | undefined) =>
    consumed.filter(
      (one) => queue === undefined || one.queue === queue || one.queue === deadLettersOf(queue),
    );

  const accept = async (decoded: Decoded): Promise<void> => {
    await handle(checked(parts.schemas, decoded));
  };

  const onDelivery = async (delivery: Delivery): Promise<void> => {
    const { decoded, queue } = delivery;
    if (decoded.ok) observer({ kind: 'received', id: decoded.message.id, type: decoded.message.type, queue });
    try {
      await accept(decoded);
    } catch (error) {
      // Stopping: not acked, so the broker delivers it to the next one.
      if (!(error instanceof PermanentError)) return;
      await toDeadLetters(delivery, error.message.slice(0, REASON_LENGTH));
    }
    if (decoded.ok) observer({ kind: 'acking', id: decoded.message.id });
    delivery.ack();
  };

  const onDead = async (delivery: Delivery): Promise<void> => {
    await toDeadLetters(
      delivery,
      'the broker gave it up: it was delivered too often, was rejected, or expired',
    );
    delivery.ack();
  };

  const consume = async ({ queue, prefetch }: QueueConsumption): Promise<Consumed[]> => {
    const living = await bus.consume(queue, prefetch, (delivery) => void onDelivery(delivery));
    const dead = await bus.consume(deadLettersOf(queue), DEAD_PREFETCH, (delivery) => void onDead(delivery));
    return [
      { queue, consumption: living, reasons: new Set() },
      { queue: deadLettersOf(queue), consumption: dead, reasons: new Set() },
    ];
  };

  return {
    accept,
    start: async () => {
      consumed = (await Promise.all(parts.queues.map(consume))).flat();
    },
    pause: async (reason, queue) => {
      const affected = ofQueue(queue);
      for (const { reasons } of affected) reasons.add(reason);
      await Promise.all(affected.map(({ consumption }) => consumption.pause()));
    },
    resume: async (reason, queue) => {
      const affected = ofQueue(queue);
      for (const { reasons } of affected) reasons.delete(reason);
      const free = affected.filter(({ reasons }) => reasons.size === 0);
      await Promise.all(free.map(({ consumption }) => consumption.resume()));
    },
    release: async () => {
      await Promise.all(consumed.map(({ consumption }) => consumption.release()));
    },
  };
};

/** @throws PermanentError, code POISON, that says what is wrong with the message. */
const checked = (schemas: IntakeParts['schemas'], decoded: Decoded): Message => {
  if (!decoded.ok) throw new PermanentError('POISON', decoded.reason);
  const { type } = decoded.message;
  const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (!schema) throw new PermanentError('POISON', `unknown message type ${type}`);
  const result = schema.safeParse(decoded.message);
  if (!result.success)
    throw new PermanentError('POISON', `${type} fails its schema: ${describe(result.error.issues)}`);
  return decoded.message;
};

/** On one line, as it is read in a list of dead letters. */
const describe = (issues: readonly SchemaIssue[]): string =>
  issues
    .slice(0, 20)
    .map(({ path, message }) => (path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message))
    .join('; ');
