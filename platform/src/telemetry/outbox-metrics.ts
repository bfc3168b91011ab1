// What a service still owes, and whether it could be sent, asked whenever metrics are read.
import type { Bus, Publishing } from '../bus/bus.ts';
import type { DeadLetters } from '../store/dead-letters.ts';
import type { CommitStore } from '../store/store.ts';
import type { Meter } from './meter.ts';

type Kept = {
  readonly store: Pick<CommitStore, 'pending'>;
  readonly deadLetters: Pick<DeadLetters, 'count'>;
  readonly bus: Pick<Bus, 'publishing'>;
};

const ways: readonly Publishing[] = ['open', 'blocked', 'away'];

export const outboxMetrics = ({ ask }: Meter, { store, deadLetters, bus }: Kept): void => {
  const pending = shared(() => store.pending());
  ask(
    {
      name: 'outbox_pending',
      help: 'Commits with a message that is not confirmed yet, or not yet noted as confirmed, or a timer that is due. Worry when it grows: what was decided is not told.',
    },
    async () => [{ labels: {}, value: (await pending()).count }],
  );
  ask(
    {
      name: 'outbox_lag_seconds',
      help: 'Age of the oldest message that is not noted as confirmed yet, or how long the oldest timer is overdue; timers that are not due do not count. Under load a note may come five seconds late. Worry when it is more than ten: broker or relay are away.',
    },
    async () => [{ labels: {}, value: (await pending()).waitedMs / 1_000 }],
  );
  ask(
    {
      name: 'dead_letters',
      help: 'Dead letters kept in the database, replayed ones included. Worry when it grows: GET /dead-letters says why.',
    },
    async () => [{ labels: {}, value: await deadLetters.count() }],
  );
  ask(
    {
      name: 'publishing',
      help: '1 for the state of the way to the broker, 0 for the two others. Worry when it is not open for longer than a restart of the broker takes: blocked is an alarm of its memory or disk, away means no connection; meanwhile messages wait in the outbox.',
      labels: ['state'],
    },
    () => {
      const now = bus.publishing();
      return Promise.resolve(ways.map((state) => ({ labels: { state }, value: state === now ? 1 : 0 })));
    },
  );
};

/** Those who ask while an answer is on its way get the same one. */
const shared = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= read().finally(() => {
      asked = undefined;
    });
    return asked;
  };
};
