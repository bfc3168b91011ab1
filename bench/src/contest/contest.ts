// All rounds of a benchmark: each contestant is started, warmed up, measured under each load and stopped again, in turn.
import { nameOf } from '../load/load.ts';
import type { Contestant, ContestantName, Ground, StartContestant } from './contestant.ts';
import { earlier } from '../earlier/earlier.ts';
import { floor } from './floor.ts';
import { ours } from './ours.ts';
import { loadsFor, orderIn } from './plan.ts';
import type { Plan } from './plan.ts';
import { peer } from '../peers/peer.ts';
import { measured, warmUp } from './run.ts';
import type { RunFigures } from './run.ts';

export interface Run {
  readonly round: number;
  readonly contestant: ContestantName;
  /** Name of the load. */
  readonly load: string;
  readonly figures: RunFigures;
}

export interface Watcher {
  /** Shows what is done as long as it is done. */
  readonly during: <T>(what: string, work: Promise<T>) => Promise<T>;
  readonly measured: (run: Run) => void;
  /** What is to be stopped when the benchmark is interrupted. */
  readonly running: (contestant: Contestant | undefined) => void;
}

const startOf = (name: ContestantName, { earlier: hash = '' }: Plan): StartContestant => {
  switch (name) {
    case 'ours':
      return ours;
    case 'floor':
      return floor;
    case 'earlier':
      return earlier(hash);
    default:
      return peer(name);
  }
};

export const contest = async (ground: Ground, plan: Plan, watcher: Watcher): Promise<readonly Run[]> => {
  const runs: Run[] = [];
  for (let round = 0; round < plan.rounds; round += 1)
    for (const name of orderIn(round, plan))
      runs.push(...(await turnOf(name, round, { ground, plan, watcher })));
  return runs;
};

interface Parts {
  readonly ground: Ground;
  readonly plan: Plan;
  readonly watcher: Watcher;
}

const turnOf = async (
  name: ContestantName,
  round: number,
  { ground, plan, watcher }: Parts,
): Promise<readonly Run[]> => {
  const said = `Round ${round + 1} of ${plan.rounds}, ${name}`;
  const contestant = await watcher.during(`${said}: starting`, startOf(name, plan)(ground));
  watcher.running(contestant);
  try {
    await watcher.during(`${said}: warming up`, warmUp(contestant, plan.warmUp.load, plan.warmUp.duration));
    const runs: Run[] = [];
    for (const load of loadsFor(plan, name)) {
      const running = measured(ground, contestant, load, plan.duration);
      const figures = await watcher.during(`${said}: ${nameOf(load)}`, running);
      const run = { round, contestant: name, load: nameOf(load), figures };
      runs.push(run);
      watcher.measured(run);
    }
    return runs;
  } finally {
    watcher.running(undefined);
    await contestant.stop();
  }
};
