// One consumer of one queue, over all the channels that it has one after the other.
import type { Delivery } from '@saga-lab/platform/bus/bus';
import type { Channel, Item } from './broker-queue.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Broker } from './broker.ts';
import type { Caller } from './call.ts';

export interface ChannelParts extends Caller {
  readonly broker: Broker;
  readonly queue: string;
  readonly prefetch: number;
  readonly onDelivery: (delivery: Delivery) => void;
}

export interface SimulatedChannel {
  readonly open: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly release: () => void;
}

/** Until the broker finds out that a connection is gone, microseconds. */
const NOTICED_US = 1_000_000;
const RECONNECT_US = 200_000;

export const simulatedChannel = (parts: ChannelParts): SimulatedChannel => {
  const { world, process, life, broker, queue: name } = parts;
  const link = process.toBroker;
  const queue = broker.queue(name);
  const handing = world.table('kill before', 'given up', 'ack lost', 'channel lost', 'vanished');
  const handingDead = world.table('kill before', 'ack lost', 'channel lost');
  const faults = name.endsWith('.dead') ? handingDead : handing;
  let epoch = 1;
  let paused = false;
  let connected = true;

  const breakChannel = (): void => {
    epoch += 1;
    connected = false;
    queue.requeue(channel);
    world.after(RECONNECT_US, `${process.name} consumes ${name} again`, () => {
      connected = true;
      queue.pump();
    });
  };
  /** Unless it is another one by then. */
  const breakLater = (delay: number, of: number): void => {
    world.after(delay, `the channel of ${process.name} to ${name} is found lost`, () => {
      if (of === epoch && life.isAlive()) breakChannel();
    });
  };

  /** The ack of what was delivered on one channel: it counts on that one only. */
  const acking = (item: Item, tag: number, isLost: boolean): (() => void) => {
    const of = epoch;
    const doing = `acking ${item.what}`;
    let done = false;
    return () => {
      if (done || !life.isAlive()) return;
      done = true;
      const moment = world.moment(`${process.name} ${doing}`);
      world.after(world.latency(moment, 'delay'), `> ${process.name} ${doing}`, () => {
        if (of !== epoch) return;
        if (!life.isAlive() && world.pick(moment, 'lands', 1, 0.5) === 0) return;
        if (isLost || link.isCut('requests')) breakLater(NOTICED_US, of);
        else if (channel.unacked.delete(tag)) queue.pump();
      });
    };
  };

  const deliver = (item: Item, tag: number): void => {
    const of = epoch;
    const doing = `getting ${item.what}`;
    const label = `${process.name} ${doing}`;
    const moment = world.moment(label);
    const fault = world.fault(moment, faults);
    const hand = (): void => {
      const ack = acking(item, tag, fault === 'ack lost');
      parts.onDelivery({ ...item.content(), queue: name, epoch: of, ack });
    };
    const disturb = (kind: FaultKind): void => {
      if (kind === 'kill before') {
        process.kill(kind, doing);
        return;
      }
      world.inject(kind, { who: process.name, doing, service: process.service, message: item.id });
      if (kind === 'vanished') broker.lose(channel, tag);
      if (kind === 'given up') broker.giveUp(channel, name, tag);
      if (kind === 'channel lost') breakChannel();
      if (kind === 'ack lost') hand();
      queue.pump(); // what is gone makes room
    };
    const arrive = (): void => {
      if (!life.isAlive() || of !== epoch) return;
      if (link.isCut('answers')) breakLater(NOTICED_US, of);
      // What no service sent is of no saga: nobody would miss it.
      else if (fault && (fault !== 'vanished' || item.id !== undefined)) disturb(fault);
      else hand();
    };
    world.after(world.latency(moment, 'delay'), label, arrive, process);
  };

  const channel: Channel = {
    prefetch: parts.prefetch,
    unacked: new Map(),
    isOpen: () => !paused && connected && !broker.isDown() && life.isAlive(),
    deliver,
  };
  return {
    open: () => {
      if (!life.isAlive()) return;
      const forget = broker.onBreak(breakChannel);
      life.atDeath(() => {
        forget();
        queue.detach(channel);
      });
      queue.attach(channel);
    },
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
      queue.pump();
    },
    release: () => {
      paused = true;
      epoch += 1;
      queue.requeue(channel);
    },
  };
};
