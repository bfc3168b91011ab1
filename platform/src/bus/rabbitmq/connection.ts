// One supervised connection to the broker.
import { unescape } from 'node:querystring'; // unlike decodeURIComponent it takes a stray %
import { connect } from 'amqplib';
import type { Channel, ChannelModel } from 'amqplib';
import { PermanentError } from '../../decider/errors.ts';
import { inOneWrite, socketOf } from './one-write.ts';
import { supervise } from './supervise.ts';
import type { Supervised } from './supervise.ts';

export interface Link {
  readonly connection: Supervised<ChannelModel>;
  /** Why the broker takes nothing at the moment (an alarm of its memory or disk); `undefined` if it does. */
  readonly blocked: () => string | undefined;
}

export interface LinkOptions {
  /** One for each node of the broker. */
  readonly urls: readonly string[];
  /** Shown by the broker's own tools. */
  readonly name: string;
  readonly log: (line: string) => void;
  /** Everything that stands on this connection: it falls with it, and is opened again with the next. */
  readonly channels: () => readonly Supervised<Channel>[];
}

const HEARTBEAT_S = 5;
const HANDSHAKE_MS = 10_000;
const CLOSE_MS = 2_000;
const MOST_DELAY_MS = 2_000;

/** After each failure the next node is tried: whatever one of a cluster knows, all of them know. */
export const link = ({ urls, name, log, channels }: LinkOptions): Link => {
  const addresses = urls.map(withHeartbeat);
  let tries = 0;
  let blocked: string | undefined;
  const connection = supervise<ChannelModel>({
    most: MOST_DELAY_MS,
    open: async (lost) => {
      const clientProperties = { connection_name: name };
      const address = addresses[tries % addresses.length] ?? '';
      tries += 1;
      const model = await connect(address, { noDelay: true, timeout: HANDSHAKE_MS, clientProperties });
      blocked = undefined;
      const socket = socketOf(model.connection);
      if (socket) inOneWrite(socket);
      model.on('error', (error) => {
        lost(error.message);
      });
      model.on('close', (error) => {
        lost(error?.message ?? 'closed');
      });
      model.on('handler-error', (error) => {
        log(`${name}: ${error.message}`);
      });
      model.on('blocked', (reason) => {
        blocked = reason;
        log(`${name}: the broker takes nothing (${reason})`);
      });
      model.on('unblocked', () => {
        blocked = undefined;
        log(`${name}: the broker takes messages again`);
      });
      return model;
    },
    close: closeQuietly,
    onUp: () => {
      log(`${name}: connected`);
      for (const channel of channels()) channel.hurry();
    },
    onDown: (why) => {
      log(`${name}: not connected (${why})`);
      for (const channel of channels()) channel.drop('connection lost');
    },
  });
  return { connection, blocked: () => blocked };
};

/** A dead peer does not answer a close either: no longer than 2 s. */
export const closeQuietly = async (open: { close(): Promise<void> }): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_MS);
  });
  const closed = Promise.resolve()
    .then(() => open.close())
    .catch(() => undefined); // closed already
  await Promise.race([closed, late]);
  clearTimeout(timer);
};

/** amqplib takes the heartbeat from the URL only. @throws PermanentError, code BROKER_URL_INVALID */
export const withHeartbeat = (url: string): string => {
  if (!URL.canParse(url) || !/^amqps?:$/.test(new URL(url).protocol))
    throw new PermanentError(
      'BROKER_URL_INVALID',
      'The address of RabbitMQ must look like amqp://user:password@host:5672/vhost.',
    );
  const address = new URL(url);
  address.searchParams.set('heartbeat', String(HEARTBEAT_S));
  return address.href;
};

/** What a person has to put right before the broker takes this address; `undefined`: waiting may help. */
export const refusalOf = (trouble: string, url: string): PermanentError | undefined => {
  const { host, username, pathname } = new URL(url);
  const user = unescape(username);
  if (/\b403\b|ACCESS[-_]REFUSED/.test(trouble))
    return new PermanentError(
      'BROKER_ACCESS_REFUSED',
      `RabbitMQ at ${host} refuses the user ${user}: check the name and the password in RABBITMQ_URL.`,
    );
  // amqplib keeps the broker's reason to itself; at this point of the handshake only the virtual host is new to it.
  if (!trouble.includes('Expected ConnectionOpenOk; got <ConnectionClose')) return undefined;
  const vhost = unescape(pathname.slice(1)) || '/';
  return new PermanentError(
    'BROKER_VHOST_REFUSED',
    `RabbitMQ at ${host} refuses the virtual host ${vhost}: check the end of RABBITMQ_URL, and at the broker that it is ` +
      `there, that ${user} has permissions in it, and that it may have more connections.`,
  );
};
