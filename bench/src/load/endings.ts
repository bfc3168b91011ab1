// Which sagas have ended, as the broker's messages tell: a queue of one's own beside those of the services, and no request.
import { connect } from 'amqplib';

export interface Endings {
  /** Resolves when the saga has ended, at once if it has already. Ask once for each. */
  readonly of: (saga: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface EndingsSource {
  readonly url: string;
  readonly exchange: string;
  /** Routing keys of the messages that end a saga. */
  readonly keys: readonly string[];
  readonly sagaOf: (content: Buffer) => string;
}

export const endingsOn = async ({ url, exchange, keys, sagaOf }: EndingsSource): Promise<Endings> => {
  const ended = endedSagas();
  const routes = keys.map((key) => ({ exchange, key }));
  const close = await watching({ url, routes }, (content) => {
    ended.tell(sagaOf(content));
  });
  return { of: ended.of, close };
};

/** Which messages of which broker. */
export interface Watched {
  readonly url: string;
  readonly routes: readonly { readonly exchange: string; readonly key: string }[];
}

/**
 * Shows each message that is published, besides delivering it; what it returns ends that. The queue goes with the connection; its
 * messages need no ack, so that watching costs the broker little.
 */
export const watching = async (
  { url, routes }: Watched,
  seen: (content: Buffer) => void,
): Promise<() => Promise<void>> => {
  const connection = await connect(url, { noDelay: true });
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true, durable: false, autoDelete: true });
  for (const { exchange, key } of routes) await channel.bindQueue(queue, exchange, key);
  await channel.consume(queue, (message) => message && seen(message.content), { noAck: true });
  return () => connection.close();
};

/** Whoever waits is told; an end that comes before anybody waits for it is kept. */
export const endedSagas = () => {
  const waiting = new Map<string, () => void>();
  const early = new Set<string>();
  return {
    tell: (saga: string): void => {
      const resolve = waiting.get(saga);
      waiting.delete(saga);
      if (resolve) resolve();
      else early.add(saga);
    },
    of: (saga: string): Promise<void> =>
      early.delete(saga)
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.set(saga, resolve);
          }),
  };
};
