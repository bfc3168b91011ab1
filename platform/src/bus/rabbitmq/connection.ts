// One supervised connection to the broker.
import { connect } from 'amqplib';
import type { Channel, ChannelModel } from 'amqplib';
import { PermanentError } from '../../decider/errors.ts';
import { supervise } from './supervise.ts';
import type { Supervised } from './supervise.ts';

export interface Link {
  readonly connection: Supervised<ChannelModel>;
  /** Why the broker takes nothing at the moment (an alarm of its memory or disk); `undefined` if it does. */
  readonly blocked: () => string | undefined;
}

export interface LinkOptions {
  readonly url: string;
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

export const link = ({ url, name, log, channels }: LinkOptions): Link => {
  const address = withHeartbeat(url);
  let blocked: string | undefined;
  const connection = supervise<ChannelModel>({
    most: MOST_DELAY_MS,
    open: async (lost) => {
      const clientProperties = { connection_name: name };
      const model = await connect(address, { noDelay: true, timeout: HANDSHAKE_MS, clientProperties });
      blocked = undefined;
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

/** Whether the broker refuses this user; no retry helps against that. */
export const isRefused = (trouble: string): boolean => /\b403\b|ACCESS[-_]REFUSED/.test(trouble);
