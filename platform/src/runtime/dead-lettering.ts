// The way to the dead letters: durable before the ack. Copies that come while one of them is being written down are one
// write together, so that ten thousand of one message keep nobody else waiting.
import type { Delivery } from '../bus/bus.ts';
import { backOff } from '../decider/back-off.ts';
import { keptBytes } from '../store/dead-letters.ts';
import type { DeadLetter, DeadLetters, KeptBytes } from '../store/dead-letters.ts';
import type { Clock, Ids, Observer } from './ports.ts';
import { sleep } from './time.ts';

export interface DeadLetteringParts {
  readonly deadLetters: DeadLetters;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly observer: Observer;
  /** The database's clock, milliseconds. */
  readonly now: () => number;
}

/** Resolves when the message is kept; waits as long as the store is away. */
type ToDeadLetters = (delivery: Delivery, reason: string) => Promise<void>;

/** Copies of one message that leave in one write; `count` grows until they do. */
interface JoinedWrite {
  count: number;
  readonly done: Promise<void>;
}

const STORE_BACK_OFF = { first: 100, most: 2_000 };

export const deadLettering = (parts: DeadLetteringParts): ToDeadLetters => {
  /** By id: the write that has not begun, and what the next one has to wait for. */
  const next = new Map<string, JoinedWrite>();
  const last = new Map<string, Promise<void>>();

  const begin = (id: string, delivery: Delivery, reason: string): JoinedWrite => {
    const write = async (): Promise<void> => {
      await last.get(id);
      next.delete(id);
      last.set(id, done);
      await keep(parts, { ...letterOf(id, delivery), reason, count: opened.count });
      if (last.get(id) === done) last.delete(id);
    };
    const done = Promise.resolve().then(write);
    const opened: JoinedWrite = { count: 0, done };
    next.set(id, opened);
    return opened;
  };

  return (delivery, reason) => {
    const { queue, bytes } = delivery;
    const id = parts.ids.hash(queue, messageIdOf(delivery) ?? '', parts.ids.digest(bytes));
    const joined = next.get(id) ?? begin(id, delivery, reason);
    joined.count += 1;
    return joined.done;
  };
};

const messageIdOf = ({ decoded }: Delivery): string | undefined =>
  decoded.ok ? decoded.message.id : undefined;

const letterOf = (id: string, delivery: Delivery): Pick<DeadLetter, '_id' | 'queue' | keyof KeptBytes> => {
  const messageId = messageIdOf(delivery);
  return {
    _id: id,
    queue: delivery.queue,
    ...(messageId !== undefined && { messageId }),
    ...keptBytes(delivery.bytes),
  };
};

const keep = async (
  { deadLetters, clock, ids, observer, now }: DeadLetteringParts,
  letter: Omit<DeadLetter, 'at' | 'replays'>,
): Promise<void> => {
  const { _id, messageId: id = _id, queue, reason, count } = letter;
  for (let tries = 1; ; tries += 1) {
    try {
      await deadLetters.add({ ...letter, at: now() });
      observer({ kind: 'dead-letter', id, letter: _id, queue, reason, count });
      return;
    } catch {
      await sleep(clock, backOff(tries, STORE_BACK_OFF, ids.random()));
    }
  }
};
