// New sagas start only while fewer than so many run, so that replies never wait behind new work.
import type { Clock, Observation } from '@saga-lab/platform/runtime/ports';
import type { Runtime } from '@saga-lab/platform/runtime/runtime';
import type { SagaEvent } from './events.ts';

export interface StartGateParts {
  /** Most sagas underway. What was delivered before the gate closed (at most the prefetch) still starts. */
  readonly most: number;
  readonly queue: string;
}

/** What the gate stands on once it is opened. */
export interface StartGateWorld {
  /** How many are underway, in all instances, according to the read model. */
  readonly count: () => Promise<number>;
  readonly runtime: Pick<Runtime, 'pause' | 'resume'>;
  readonly clock: Clock;
}

export interface StartGate {
  /** Sees each saga of this instance start and end. */
  readonly observe: (observation: Observation) => void;
  readonly isOpen: () => boolean;
  /** Begins to guard; resolves once it has counted. What it returns ends it. */
  readonly open: (world: StartGateWorld) => Promise<() => Promise<void>>;
}

const RECOUNT_MS = 1_000;
/** It opens again a little below the limit: pausing and resuming a queue at every single saga would cost more. */
const REOPEN_AT = 0.9;

const changes: Partial<Record<string, number>> = {
  SagaStarted: 1,
  SagaCompleted: -1,
  SagaCompensated: -1,
  SagaParked: -1,
} satisfies Partial<Record<SagaEvent['type'], number>>;

/**
 * Counts what it sees itself, and once a second takes the number from the read model, which knows the sagas of the
 * other instances, of the time before a restart, and of parked sagas that go on. Between two counts each instance may
 * add up to the limit.
 */
export const startGate = ({ most, queue }: StartGateParts): StartGate => {
  let running = 0;
  let isOpen = true;
  let settled = Promise.resolve();
  let adjust = (): void => undefined;

  const open = async ({ count, runtime, clock }: StartGateWorld): Promise<() => Promise<void>> => {
    let cancel = (): void => undefined;
    let stopped = false;
    adjust = () => {
      const next = isOpen ? running < most : running <= Math.min(most - 1, most * REOPEN_AT);
      if (next === isOpen) return;
      isOpen = next;
      settled = settled.then(() => (next ? runtime.resume(queue) : runtime.pause(queue)));
    };
    const recount = async (): Promise<void> => {
      // The database is away: what was counted so far is as good as any.
      running = await count().catch(() => running);
      if (stopped) return;
      adjust();
      cancel = clock.wakeAt(clock.now() + RECOUNT_MS, () => void recount());
    };
    await recount();
    await settled;
    return () => {
      stopped = true;
      adjust = () => undefined;
      cancel();
      return settled;
    };
  };

  return {
    open,
    isOpen: () => isOpen,
    observe: (observation) => {
      if (observation.kind !== 'committed') return;
      for (const { type } of observation.events) running += changes[type] ?? 0;
      adjust();
    },
  };
};
