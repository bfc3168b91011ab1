// New sagas, and transactions of other protocols, start only while fewer than so many run, so that replies never wait behind new work.
import { openCount } from '@saga-lab/platform/runtime/open-count';
import type { OpenCountWorld } from '@saga-lab/platform/runtime/open-count';
import type { Observation } from '@saga-lab/platform/runtime/ports';
import type { Runtime } from '@saga-lab/platform/runtime/runtime';
import type { SagaEvent } from './saga/state.ts';

export interface StartGateParts {
  /** Most sagas and transactions underway. What was delivered before the gate closed (at most the prefetch) still starts. */
  readonly most: number;
  readonly queue: string;
}

/** What the gate stands on once it is opened. */
export interface StartGateWorld extends OpenCountWorld {
  readonly runtime: Pick<Runtime, 'pause' | 'resume'>;
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

/** Of other protocols: they begin from the same queue, and load the same services. */
const transactionChanges: Partial<Record<string, number>> = {
  TransactionBegun: 1,
  TransactionEnded: -1,
  TransactionParked: -1,
  ParkedForPeople: -1,
};

const changes: Partial<Record<string, number>> = {
  SagaStarted: 1,
  SagaCompleted: -1,
  SagaCompensated: -1,
  SagaParked: -1,
} satisfies Partial<Record<SagaEvent['type'], number>>;

/** The read model knows of sagas of other instances, and of parked ones that go on; transactions are those of this instance since its start. */
export const startGate = ({ most, queue }: StartGateParts): StartGate => {
  let isOpen = true;
  let settled = Promise.resolve();
  let move = (_open: boolean): Promise<void> => Promise.resolve();
  let transactions = 0;
  const running = openCount({
    changes: { ...changes, ...transactionChanges },
    changed: (count) => {
      const next = isOpen ? count < most : count <= Math.min(most - 1, most * REOPEN_AT);
      if (next === isOpen) return;
      isOpen = next;
      settled = settled.then(() => move(next));
    },
  });

  const open = async ({ runtime, ...world }: StartGateWorld): Promise<() => Promise<void>> => {
    move = (next) => (next ? runtime.resume(queue) : runtime.pause(queue));
    const count = async () => (await world.count()) + transactions;
    const end = await running.begin({ ...world, count });
    await settled;
    return () => {
      move = () => Promise.resolve();
      end();
      return settled;
    };
  };

  /** Parked ones may end after all: never fewer than none. */
  const observe = (observation: Observation): void => {
    if (observation.kind === 'committed')
      for (const { type } of observation.events)
        transactions = Math.max(0, transactions + (transactionChanges[type] ?? 0));
    running.observe(observation);
  };

  return { open, isOpen: () => isOpen, observe };
};
