// One supervised channel on a supervised connection.
import type { Channel, ChannelModel } from 'amqplib';
import { closeQuietly } from './connection.ts';
import { supervise } from './supervise.ts';
import type { Supervised } from './supervise.ts';

export interface ChannelOptions<C extends Channel> {
  readonly connection: Supervised<ChannelModel>;
  /** For logs. */
  readonly name: string;
  readonly log: (line: string) => void;
  readonly open: (model: ChannelModel) => Promise<C>;
  /** Makes a fresh channel ready for use; a failure counts as the loss of the channel. */
  readonly setUp?: (channel: C, lost: (why: string) => void) => Promise<void>;
  readonly onUp?: () => void;
}

const MOST_DELAY_MS = 5_000;

export const channelOn = <C extends Channel>(options: ChannelOptions<C>): Supervised<C> => {
  const { connection, name, log, open, setUp, onUp } = options;
  return supervise<C>({
    most: MOST_DELAY_MS,
    open: async (lost) => {
      const model = connection.current();
      if (!model) throw new Error(`no connection: ${connection.trouble()}`);
      const channel = await open(model);
      channel.on('error', (error) => {
        lost(error.message);
      });
      channel.on('close', () => {
        lost('channel closed');
      });
      channel.on('handler-error', (error) => {
        log(`${name}: ${error.message}`);
      });
      try {
        await setUp?.(channel, lost);
      } catch (error) {
        void closeQuietly(channel);
        throw error;
      }
      return channel;
    },
    close: closeQuietly,
    ...(onUp && { onUp }),
    onDown: (why) => {
      if (connection.current()) log(`${name}: ${why}`);
    },
  });
};
