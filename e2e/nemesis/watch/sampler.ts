// Asks every process for its metrics again and again, as far as it answers.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Ask } from '@saga-lab/lab/client/request';
import { openTally } from './tally.ts';
import type { Tally } from './tally.ts';
import { send } from '../load/http.ts';

/** A process of a service, and how to ask it. */
export interface Sampled {
  readonly part: string;
  readonly service: ServiceName;
  readonly ask: Ask;
}

const EVERY_MS = 1_500;
const ANSWER_MS = 1_500;
const OK = 200;

/** All that is asked of the metrics afterwards. */
const names = [
  'saga_lab_barrier_answers_total',
  'saga_lab_command_repeats_total',
  'saga_lab_duplicates_total',
  'saga_lab_publishes_total',
  'saga_lab_publishing',
  'saga_lab_replies_ignored_total',
  'saga_lab_sagas_ended_total',
  'saga_lab_sagas_parked_total',
  'saga_lab_step_timeouts_total',
  'saga_lab_swept_total',
  'saga_lab_unknown_outcomes_total',
  'saga_lab_version_conflicts_total',
];

export interface Sampler {
  readonly tally: Tally;
  /** Asks all of them now. */
  readonly sample: () => Promise<void>;
  /** Until `over`. */
  readonly run: (over: AbortSignal) => Promise<void>;
}

export const samplerOf = (sampled: readonly Sampled[]): Sampler => {
  const tally = openTally(names);
  const sampleOne = async ({ part, service, ask }: Sampled): Promise<void> => {
    const answer = await send(ask, service, { method: 'get', path: '/metrics', withinMs: ANSWER_MS });
    if (answer?.status === OK) tally.take(part, answer.body);
  };
  const sample = async (): Promise<void> => {
    await Promise.all(sampled.map(sampleOne));
  };
  return {
    tally,
    sample,
    run: async (over) => {
      while (!over.aborted) {
        await sample();
        await sleep(EVERY_MS, undefined, { signal: over }).catch(() => undefined);
      }
    },
  };
};
