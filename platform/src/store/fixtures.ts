// What the contract tests of the stores are made from.
import { writeOf } from './commit.ts';
import type { Commit, Input, OutboxEntry } from './commit.ts';
import type { CommitStore } from './store.ts';

/** A new, empty store, and further instances on the same data. */
export interface StoreUnderTest {
  readonly store: CommitStore;
  readonly another: () => Promise<CommitStore>;
}

interface Written {
  readonly writes?: readonly (readonly [stream: string, version: number])[];
  readonly messages?: number;
}

export const entry = (id: string): OutboxEntry => ({ id, type: 'Told', data: { n: 1 } });

/** What a commit of a test was decided on, from the parts that the test cares about. */
export const input = (parts: Partial<Input> = {}): Input => ({
  type: 'Ask',
  data: {},
  source: '/test',
  time: '2026-01-01T00:00:00.000Z',
  lamport: 0,
  schemaVersion: 1,
  receivedAt: 1_000_000,
  random: 0.5,
  ...parts,
});

/** A commit that writes the given events, each as `[stream, version]`, with `messages` entries in its outbox. */
export const commitOf = (
  id: string,
  { writes = [], messages = 0, ...rest }: Partial<Omit<Commit, 'writes'>> & Written = {},
): Commit => ({
  _id: id,
  ...(writes.length > 0 ? { writes: writes.map(([stream, version]) => writeOf(stream, version)) } : {}),
  at: 1_000_000,
  lamport: 1,
  correlationId: 'o1',
  causationId: 'test',
  attempt: `attempt-${id}`,
  input: input(),
  events: writes.map(([stream, version]) => ({
    stream,
    version,
    type: 'Done',
    schemaVersion: 1,
    data: { id },
  })),
  outbox: Array.from({ length: messages }, (_, n) => entry(`${id}.${n}`)),
  sent: [],
  ...rest,
});
