// New sagas, and transactions of other protocols, start only while fewer than so many run, so that replies never wait behind new work.
import { parseStream } from '@saga-lab/platform/decider/streams';
import { openCount } from '@saga-lab/platform/runtime/open-count';
import type { OpenCountWorld } from '@saga-lab/platform/runtime/open-count';
import type { Observation } from '@saga-lab/platform/runtime/ports';
import type { Runtime } from '@saga-lab/platform/runtime/runtime';
import type { SagaEvent } from './saga/state.ts';

export interface StartGateParts {
  /** Most sagas and transactions underway. What was delivered before the gate closed (at most the prefetch) still starts. */
  readonly most: number;
  readonly queue: string;
  /** Those that are coordinated here: the categories of the streams of transactions. */
  readonly protocols: readonly string[];
}

/** What the gate stands on once it is opened; numbers are those of all instances. */
export interface StartGateWorld extends Pick<OpenCountWorld, 'clock'> {
  readonly runtime: Pick<Runtime, 'pause' | 'resume'>;
  readonly runningSagas: () => Promise<number>;
  readonly openTransactions: () => Promise<number>;
}

export interface StartGate {
  /** Sees each saga and transaction of this instance start and end. */
  readonly observe: (observation: Observation) => void;
  readonly isOpen: () => boolean;
  /** Begins to guard; resolves once it has counted. What it returns ends it. */
  readonly open: (world: StartGateWorld) => Promise<() => Promise<void>>;
}

/** It opens again a little below the limit: pausing and resuming a queue at every single saga would cost more. */
const REOPEN_AT = 0.9;

const sagaChanges = {
  SagaStarted: 1,
  SagaCompleted: -1,
  SagaCompensated: -1,
  SagaParked: -1,
} satisfies Partial<Record<SagaEvent['type'], number>>;

/** Transactions of other protocols begin from the same queue, and load the same services. */
const changes: Partial<Record<string, number>> = {
  ...sagaChanges,
  TransactionBegun: 1,
  TransactionEnded: -1,
  TransactionParked: -1,
  ParkedForPeople: -1,
};

/**
 * The read models know of other instances, and of parked ones that go on. Transactions are counted there as soon as this instance
 * has written to one: where all orders are sagas, nobody asks.
 */
export const startGate = ({ most, queue, protocols }: StartGateParts): StartGate => {
  let isOpen = true;
  let settled = Promise.resolve();
  let move = (_open: boolean): Promise<void> => Promise.resolve();
  let hasTransactions = false;
  const running = openCount({
    changes,
    changed: (count) => {
      const next = isOpen ? count < most : count <= Math.min(most - 1, most * REOPEN_AT);
      if (next === isOpen) return;
      isOpen = next;
      settled = settled.then(() => move(next));
    },
  });

  const open = async ({ runtime, clock, ...world }: StartGateWorld): Promise<() => Promise<void>> => {
    move = (next) => (next ? runtime.resume(queue) : runtime.pause(queue));
    const count = async () =>
      (await world.runningSagas()) + (hasTransactions ? await world.openTransactions() : 0);
    const end = await running.begin({ clock, count });
    await settled;
    return () => {
      move = () => Promise.resolve();
      end();
      return settled;
    };
  };

  const observe = (observation: Observation): void => {
    if (observation.kind === 'committed')
      hasTransactions ||= observation.events.some(({ stream }) =>
        protocols.includes(parseStream(stream).category),
      );
    running.observe(observation);
  };

  return { open, isOpen: () => isOpen, observe };
};
