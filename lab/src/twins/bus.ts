// Bugs between a service and the broker: when it acks, what it takes for sent, and what it does when a channel is gone.
import type { Bus, Delivery } from '@saga-lab/platform/bus/bus';
import { transient } from '../simulator/transient.ts';
import { inBus } from './planted.ts';
import type { PlantedBug } from './planted.ts';

const nothing = (): void => undefined;

export const ackBeforeCommit: PlantedBug = {
  name: 'ack before commit',
  mechanism: 'the ack after the commit',
  rules: ['R-10'],
  consequence:
    'A process that dies between the two loses the message for ever: the broker has forgotten it, and nobody kept it.',
  breaks: ['I-3', 'I-9'],
  change: inBus((bus) => ({
    consume: (queue, prefetch, onDelivery) =>
      bus.consume(queue, prefetch, (delivery) => {
        delivery.ack();
        onDelivery({ ...delivery, ack: nothing });
      }),
  })),
};

export const markedBeforeConfirm: PlantedBug = {
  name: 'outbox marked before confirm',
  mechanism: 'the confirm before the mark',
  rules: ['R-03', 'R-04'],
  consequence: 'A message that the broker never got counts as sent, and nobody sends it again.',
  breaks: ['I-3', 'I-9'],
  change: inBus((bus) => ({
    publish: (message, destination) => {
      bus.publish(message, destination).catch(nothing);
      return Promise.resolve('confirmed');
    },
  })),
};

/** This answer of the broker counts as a confirm. */
const confirmedToo = (taken: 'returned' | 'nacked') =>
  inBus((bus) => ({
    publish: async (message, destination) => {
      const result = await bus.publish(message, destination);
      return result === taken ? 'confirmed' : result;
    },
  }));

export const notMandatory: PlantedBug = {
  name: 'no mandatory with a missing binding',
  mechanism: '`mandatory` on publish',
  rules: ['R-03', 'R-04'],
  consequence:
    'While a binding is missing the broker confirms what no queue takes: the message is gone, and counts as sent.',
  breaks: ['I-3', 'I-9'],
  change: confirmedToo('returned'),
};

export const nackIgnored: PlantedBug = {
  name: 'a nack taken for a confirm',
  mechanism: 'the confirm itself: what is refused stays in the outbox',
  rules: ['R-04'],
  consequence: 'What a full queue refuses counts as sent, and nobody sends it again.',
  breaks: ['I-3', 'I-9'],
  change: confirmedToo('nacked'),
};

export const transientMessages: PlantedBug = {
  name: 'transient messages',
  mechanism: '`persistent` on publish',
  rules: ['R-03'],
  consequence: 'A restart of the broker loses what it had confirmed, and nobody sends it again.',
  breaks: ['I-3', 'I-9'],
  change: inBus((bus) => ({
    publish: (message, destination) => bus.publish(message, transient(destination)),
  })),
};

/** Only the channel that delivers first is listened to; one that the consumer asked for itself, by a release, is its own. */
const firstChannelOnly = (bus: Bus): Bus['consume'] => {
  return async (queue, prefetch, onDelivery) => {
    let listening: number | undefined;
    const onlyOf = (delivery: Delivery): void => {
      listening ??= delivery.epoch;
      if (delivery.epoch === listening) onDelivery(delivery);
    };
    const consumption = await bus.consume(queue, prefetch, onlyOf);
    return {
      ...consumption,
      release: () => {
        listening = undefined;
        return consumption.release();
      },
    };
  };
};

export const supervisorOff: PlantedBug = {
  name: 'channel supervisor off',
  mechanism: 'the supervisor, which opens again what was lost',
  rules: ['R-17', 'R-22'],
  consequence:
    'After a lost channel the process lives on and hears nothing: what is delivered to it waits until it restarts.',
  breaks: ['I-3', 'I-9'],
  change: inBus((bus) => ({ consume: firstChannelOnly(bus) })),
};

export const betweenServiceAndBroker = [
  ackBeforeCommit,
  markedBeforeConfirm,
  notMandatory,
  nackIgnored,
  transientMessages,
  supervisorOff,
];
