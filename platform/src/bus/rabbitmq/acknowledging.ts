// Acknowledgements of one turn leave together: one frame for all up to the first delivery that is still being handled.
import type { Channel, ConsumeMessage } from 'amqplib';

export interface Acknowledging {
  /** Of a message that was delivered and is not acked yet. */
  readonly delivered: (message: ConsumeMessage) => void;
  /** Quiet on a channel that is gone: then the broker delivers again. */
  readonly ack: (message: ConsumeMessage) => void;
  /** Sends those of this turn now. */
  readonly flush: () => void;
  /** Not acked yet, as far as the broker knows. */
  readonly unacked: () => number;
}

/** `onIdle`: called when all that was delivered has been acked. */
export const acknowledging = (channel: Pick<Channel, 'ack'>, onIdle: () => void): Acknowledging => {
  /** In the order of delivery, each with whether it is done. */
  const open = new Map<ConsumeMessage, boolean>();
  let scheduled = false;

  const send = (message: ConsumeMessage, allUpTo: boolean): void => {
    try {
      channel.ack(message, allUpTo);
    } catch {
      // The channel is gone: the broker delivers the message again.
    }
  };
  const flush = (): void => {
    if (!scheduled) return;
    scheduled = false;
    const all = [...open];
    const first = all.findIndex(([, isDone]) => !isDone);
    const done = all.filter(([, isDone]) => isDone).map(([message]) => message);
    const inRow = first < 0 ? done.length : first;
    const last = done[inRow - 1];
    if (last) send(last, inRow > 1);
    for (const message of done.slice(inRow)) send(message, false);
    for (const message of done) open.delete(message);
    if (open.size === 0) onIdle();
  };

  return {
    delivered: (message) => open.set(message, false),
    ack: (message) => {
      if (open.get(message) !== false) return; // a second ack would cost the channel
      open.set(message, true);
      if (scheduled) return;
      scheduled = true;
      process.nextTick(flush);
    },
    flush,
    unacked: () => open.size,
  };
};
