// Publishes with confirms: every message gets exactly one answer, within 5 seconds.
import { CONTENT_TYPE } from '@saga-lab/contracts/envelope';
import { routeOf } from '@saga-lab/contracts/topology';
import type { ConfirmChannel, Options } from 'amqplib';
import type { Message } from '../../decider/message.ts';
import type { Destination, PublishResult } from '../bus.ts';
import { encode } from '../cloudevents.ts';
import { channelOn } from './channel.ts';
import type { Link } from './connection.ts';
import { greet } from './greeting.ts';
import type { Supervised } from './supervise.ts';

export interface Publisher {
  readonly channel: Supervised<ConfirmChannel>;
  readonly publish: (message: Message, destination: Destination) => Promise<PublishResult>;
}

const CONFIRM_WITHIN_MS = 5_000;

/** Keeps nothing for later: without a channel, or while the broker takes nothing, the answer is `silence` at once. */
export const publisher = ({ connection, blocked }: Link, log: (line: string) => void): Publisher => {
  /** Per channel: ids of messages that came back; the return of a message arrives before its confirm. */
  const returned = new WeakMap<ConfirmChannel, Set<string>>();
  const channel = channelOn<ConfirmChannel>({
    connection,
    log,
    name: 'publisher',
    open: (model) => model.createConfirmChannel(),
    setUp: async (fresh) => {
      const ids = new Set<string>();
      returned.set(fresh, ids);
      fresh.on('return', ({ properties }) => ids.add(String(properties.messageId)));
      const model = connection.current();
      if (model) await greet(model);
    },
  });

  const publish = (message: Message, destination: Destination): Promise<PublishResult> => {
    const open = channel.current();
    if (!open || blocked() !== undefined) return Promise.resolve('silence');
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, CONFIRM_WITHIN_MS, 'silence');
      const answer = (error: Error | null) => {
        clearTimeout(timer);
        const cameBack = returned.get(open)?.delete(message.id) ?? false;
        resolve(error ? resultOf(error) : cameBack ? 'returned' : 'confirmed');
      };
      try {
        send(open, message, destination, answer);
      } catch {
        answer(new Error('the channel closed meanwhile'));
      }
    });
  };
  return { channel, publish };
};

const send = (
  channel: ConfirmChannel,
  message: Message,
  destination: Destination,
  answer: (error: Error | null) => void,
): void => {
  const { exchange, key } = routeOf(destination);
  channel.publish(exchange, key, Buffer.from(encode(message)), optionsOf(message), answer);
};

/** The trace is in the envelope; where it is recorded, the header is for tools that do not read that. */
export const optionsOf = ({ id, traceparent }: Message): Options.Publish => ({
  persistent: true,
  mandatory: true,
  messageId: id,
  contentType: CONTENT_TYPE,
  ...(traceparent !== undefined && isRecorded(traceparent) && { headers: { traceparent } }),
});

/** The lowest bit of the flags, which come last (W3C Trace Context). */
const isRecorded = (traceparent: string): boolean => (Number.parseInt(traceparent.slice(-1), 16) & 1) === 1;

/** The text is all that tells amqplib's refusal by the broker from a channel that closed first. */
const resultOf = ({ message }: Error): PublishResult => (message === 'message nacked' ? 'nacked' : 'silence');
