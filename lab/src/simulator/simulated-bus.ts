// The bus of one life of a process: connections that break, confirms and acks that get lost, deliveries late and out of order.
import type { Bus, Consumption, PublishResult } from '@saga-lab/platform/bus/bus';
import { encode } from '@saga-lab/platform/bus/cloudevents';
import type { Message } from '@saga-lab/platform/decider/message';
import { itemOf } from './broker-queue.ts';
import type { Broker } from './broker.ts';
import { call } from './call.ts';
import type { Caller } from './call.ts';
import { simulatedChannel } from './simulated-channel.ts';

const CONFIRM_US = 5_000_000;
const silence = (): Promise<PublishResult> => Promise.resolve('silence');
const nacked = (): Promise<PublishResult> => Promise.resolve('nacked');

/** `ReserveStock (3f2a)`; a repeat with its number. */
export const nameOf = ({ type, correlationId, attempt = 1 }: Message): string =>
  `${type} (${correlationId.slice(0, 4)}${attempt > 1 ? `, ${attempt}` : ''})`;

export interface BusParts extends Caller {
  readonly broker: Broker;
  /** The way to the broker was found blocked. */
  readonly onBlocked: () => void;
  /** The broker has taken the message of this id. */
  readonly onPublished?: ((id: string) => void) | undefined;
}

export const simulatedBus = ({ broker, onBlocked, onPublished, ...caller }: BusParts): Bus => {
  const { world, process } = caller;
  const link = process.toBroker;
  const publishing = world.table(
    'kill before',
    'kill after',
    'message lost',
    'confirm lost',
    'message doubled',
    'message late',
    'message refused',
  );
  const managing = world.table('kill before', 'kill after');
  const isAway = (): boolean => broker.isDown() || link.isKnownToBeCut();

  /** What a process asks of its own channels: it works as soon as there is a connection. */
  const manage = <T>(doing: string, effect: () => T): Promise<T> =>
    call(caller, {
      doing,
      link,
      faults: managing,
      effect: () => Promise.resolve(effect()),
      silence: () => Promise.resolve(effect()),
      patience: CONFIRM_US,
    });

  return {
    publish: (message, destination) => {
      const what = nameOf(message);
      const item = itemOf(encode(message), { id: message.id, what, from: process.service });
      return call(caller, {
        doing: `publishing ${what}`,
        message: message.id,
        link,
        faults: publishing,
        effect: async () => {
          const result = (await broker.publish(item, destination)) ?? 'silence';
          if (result === 'confirmed') onPublished?.(message.id);
          return result;
        },
        silence,
        refusal: nacked,
        patience: CONFIRM_US,
      });
    },
    consume: async (queue, prefetch, onDelivery) => {
      const channel = simulatedChannel({ ...caller, broker, queue, prefetch, onDelivery });
      const consumption = await manage(`consuming ${queue}`, () => {
        channel.open();
        return channel;
      });
      const change = (verb: string, effect: () => void) => () => manage(`${verb} ${queue}`, effect);
      return {
        pause: change('pausing', consumption.pause),
        resume: change('resuming', consumption.resume),
        release: change('releasing', consumption.release),
      } satisfies Consumption;
    },
    ready: () => ({ ok: !isAway(), detail: isAway() ? 'the simulated broker is away' : 'ready' }),
    publishing: () => {
      if (isAway()) return 'away';
      if (!broker.isAlarmed()) return 'open';
      onBlocked();
      return 'blocked';
    },
    close: () => Promise.resolve(),
  };
};
