// Bugs with time: whose clock counts, and what comes before what.
import { inStore } from './planted.ts';
import type { PlantedBug } from './planted.ts';

export const ownClock: PlantedBug = {
  name: 'time running backwards',
  mechanism: "time that never runs backwards in a stream, by the database's clock",
  rules: ['R-46'],
  consequence:
    'Each process dates what it writes by its own clock: an event is older than the one before it.',
  breaks: ['I-21'],
  change: inStore((store, { clock }) => ({
    now: () => Promise.resolve(clock.now()),
    load: async (stream, afterVersion, upTo) => {
      const { events, lamport } = await store.load(stream, afterVersion, upTo);
      return { lamport, events: events.map((event) => ({ ...event, at: 0 })) };
    },
    snapshot: async (stream) => {
      const snapshot = await store.snapshot(stream);
      return snapshot && { ...snapshot, at: 0 };
    },
  })),
};

export const lamportOfMessagesOnly: PlantedBug = {
  name: 'Lamport not taken from the streams',
  mechanism: "logical time: the streams' part of it",
  rules: ['R-20'],
  consequence:
    'What another instance wrote counts as later than what was decided on it: the history has no order any more.',
  breaks: ['I-21'],
  change: inStore((store) => ({
    load: async (stream, afterVersion, upTo) => ({
      ...(await store.load(stream, afterVersion, upTo)),
      lamport: 0,
    }),
    snapshot: async (stream) => {
      const snapshot = await store.snapshot(stream);
      return snapshot && { ...snapshot, lamport: 0 };
    },
  })),
};

export const time = [ownClock, lamportOfMessagesOnly];
