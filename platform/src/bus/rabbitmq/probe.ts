// Asks the broker now and then whether it still answers, in case a loss went unnoticed.
import type { Channel, ChannelModel } from 'amqplib';
import { channelOn } from './channel.ts';
import type { Supervised } from './supervise.ts';

export interface Probe {
  readonly channel: Supervised<Channel>;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

export interface ProbeOptions {
  readonly connection: Supervised<ChannelModel>;
  /** Why the broker reads nothing from this connection; `undefined` if it does. */
  readonly blocked: () => string | undefined;
  readonly log: (line: string) => void;
  /** A passive question; an error of the channel is an answer too. */
  readonly ask: (channel: Channel) => Promise<unknown>;
  readonly everyMs?: number;
  readonly answerWithinMs?: number;
}

const FAILURES_TO_DROP = 2;
const RETRY_MS = 1_000;

/** The second failure in a row drops the connection, and its supervisor opens another. */
export const probe = (options: ProbeOptions): Probe => {
  const { connection, blocked, log, ask, everyMs = 5_000, answerWithinMs = 3_000 } = options;
  const channel = channelOn<Channel>({
    connection,
    log,
    name: 'probe',
    open: (model) => model.createChannel(),
  });
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  /**
   * Without a connection there is nothing to find out; with one there has to be a channel. A blocked one carries no
   * question either: there the heartbeat alone tells whether the broker lives.
   */
  const isWell = async (): Promise<boolean> => {
    if (!connection.current() || blocked() !== undefined) return true;
    const open = channel.current();
    return open !== undefined && (await within(answerWithinMs, ask(open)));
  };

  const look = async (): Promise<void> => {
    failures = (await isWell()) ? 0 : failures + 1;
    if (failures >= FAILURES_TO_DROP) {
      failures = 0;
      connection.drop('it did not answer two probes');
    }
    if (!stopped) timer = setTimeout(() => void look(), failures > 0 ? RETRY_MS : everyMs);
  };

  return {
    channel,
    start: () => {
      timer = setTimeout(() => void look(), everyMs);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await channel.stop();
    },
  };
};

/** Whether the promise settles in time, one way or the other. */
const within = (ms: number, promise: Promise<unknown>): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false);
    const settled = () => {
      clearTimeout(timer);
      resolve(true);
    };
    promise.then(settled, settled);
  });
