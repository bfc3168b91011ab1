// The bus on RabbitMQ: one connection to publish, one to consume, each with its channels under supervision.
import { exchanges } from '@saga-lab/contracts/topology';
import { brokerUrls } from '../broker-urls.ts';
import type { Bus } from '../bus.ts';
import { link, refusalOf } from './connection.ts';
import { consumer } from './consumer.ts';
import type { Consumer } from './consumer.ts';
import { probe } from './probe.ts';
import type { Probe } from './probe.ts';
import { publisher } from './publisher.ts';

export interface RabbitmqBusOptions {
  /** `amqp://user:password@host:port/vhost`, or several with commas between: one for each node of a cluster. */
  readonly url: string;
  /** What happens to connections and channels, without secrets. */
  readonly log?: (line: string) => void;
}

/**
 * Resolves after the first try to connect; if the broker is away, it goes on trying and `ready` says so.
 * Queues and exchanges have to be there: they come from the broker's definitions.
 * @throws PermanentError, code BROKER_ACCESS_REFUSED, BROKER_VHOST_REFUSED or BROKER_URL_INVALID
 */
export const rabbitmqBus = async ({ url, log = () => undefined }: RabbitmqBusOptions): Promise<Bus> => {
  const urls = brokerUrls(url);
  const [first = ''] = urls;
  const consumers: Consumer[] = [];
  const outgoing = link({
    urls,
    log,
    name: 'publishing',
    channels: () => [sender.channel, outgoingProbe.channel],
  });
  const incoming = link({
    urls,
    log,
    name: 'consuming',
    channels: () => [...consumers, incomingProbe].map(({ channel }) => channel),
  });
  const sender = publisher(outgoing, log);
  const outgoingProbe = probe({
    log,
    ...outgoing,
    ask: (channel) => channel.checkExchange(exchanges.events),
  });
  const consumed: string[] = [];
  const incomingProbe = probe({
    log,
    ...incoming,
    ask: (channel) => (consumed[0] === undefined ? Promise.resolve() : channel.checkQueue(consumed[0])),
  });
  const probes: readonly Probe[] = [outgoingProbe, incomingProbe];
  const links = [outgoing, incoming];

  const close = async (): Promise<void> => {
    await Promise.all(consumers.map(({ consumption }) => consumption.release()));
    await Promise.all([sender.channel.stop(), ...probes.map((each) => each.stop())]);
    await Promise.all(links.map(({ connection }) => connection.stop()));
  };

  await Promise.all(links.map(({ connection }) => connection.start()));
  const refusal = links.flatMap(({ connection }) =>
    connection.current() ? [] : (refusalOf(connection.trouble(), first) ?? []),
  )[0];
  if (refusal) {
    await close();
    throw refusal;
  }
  await Promise.all([sender.channel.start(), ...probes.map(({ channel }) => channel.start())]);
  for (const each of probes) each.start();

  return {
    publish: sender.publish,
    consume: async (queue, prefetch, onDelivery) => {
      const added = consumer({ log, queue, prefetch, onDelivery, connection: incoming.connection });
      consumers.push(added);
      consumed.push(queue);
      await added.channel.start();
      return added.consumption;
    },
    ready: () => {
      const troubles = [
        sender.channel.current() ? undefined : `cannot publish: ${sender.channel.trouble()}`,
        alarmed(outgoing.blocked()),
        ...consumers.map((each) => each.trouble()),
      ].filter((trouble) => trouble !== undefined);
      const queue = consumers.flatMap((each) => each.queueTrouble() ?? []).join('; ') || undefined;
      return { ok: troubles.length === 0, detail: troubles[0] ?? 'ready', ...(queue && { queue }) };
    },
    publishing: () => {
      if (!sender.channel.current()) return 'away';
      return outgoing.blocked() === undefined ? 'open' : 'blocked';
    },
    close,
  };
};

const alarmed = (reason: string | undefined): string | undefined =>
  reason === undefined ? undefined : `the broker takes nothing: ${reason}`;
