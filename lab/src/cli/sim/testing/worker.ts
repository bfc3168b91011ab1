// A worker whose runs end as their seeds say, for tests of what stands around workers.
import { parentPort, workerData } from 'node:worker_threads';
import type { Simulate } from '../../../simulator/simulation.ts';
import { simulationOf, verdictOf } from '../../../testing/made-up-simulation.ts';
import type { WorkerData } from '../sim-worker.ts';
import { serve } from '../thread.ts';
import { odd } from './odd-seeds.ts';

const choicesOf = (seed: number) => new Map([...Array(20).keys()].map((n) => [`${seed} delay#${n}`, 1 + n]));

/** A seed of `red` is red for as long as its third choice is there. */
const simulate: Simulate = ({ seed, choices = choicesOf(seed) }) => {
  if (seed === odd.throws) return Promise.reject(new Error('boom'));
  if (seed === odd.dies) process.exit(3);
  if (seed === odd.hangs) return new Promise(() => undefined);
  const isRed = seed === odd.red && (choices.get(`${seed} delay#2`) ?? 0) > 0;
  const verdicts = [verdictOf('I-5', ...(isRed ? ['charged twice'] : []))];
  return Promise.resolve(simulationOf({ seed, choices, verdicts, hash: `h${seed}` }));
};

const { profile } = workerData as WorkerData;
if (parentPort) serve(parentPort, { simulate, twin: undefined, profile });
