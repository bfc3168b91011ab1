// What is proved of parallel histories on one simulated run: without a change it is the record, with one it passes the checker.
import { judge } from '../../checker/judge.ts';
import { factsOf } from '../../reader/facts-of.ts';
import { sharedHashes } from '../../simulator/hash.ts';
import { simulatedRebuilding } from '../../simulator/read-simulation.ts';
import type { Simulation } from '../../simulator/simulation.ts';
import { readingAt } from '../../time-travel/reading.ts';
import { isSame } from '../../checker/difference.ts';
import { parallelTo } from '../parallel.ts';
import type { ParallelHistory } from '../parallel.ts';
import { recordOf } from '../record.ts';
import { changeFor, NoSuchChange } from '../retroactive.ts';
import type { Retroactive } from '../retroactive.ts';
import { Unknowable } from '../unknowable.ts';
import { changesOf } from './changes.ts';
import { flawsWithoutChange } from './unchanged.ts';

export interface ParallelProof {
  /** Parallel histories of a change that were judged. */
  readonly changes: number;
  /** Of these, those in which some saga ended otherwise. */
  readonly otherwise: number;
  /** Changes that were not possible at their moment. */
  readonly impossible: number;
  /** Changes with which nobody can say what an operator would have asked for later. */
  readonly unknowable: number;
  /** One sentence each. */
  readonly flaws: readonly string[];
}

const parts = { ids: { ...sharedHashes, unique: () => '', random: () => 0 } };

export const proveParallel = async ({ seed, facts }: Simulation): Promise<ParallelProof> => {
  const { history } = facts;
  const unchanged = (await flawsWithoutChange(history, parts)).map((flaw) => `without a change: ${flaw}`);
  const changes: Judged[] = [];
  for (const asked of changesOf(recordOf(history), seed)) changes.push(await judged(facts, asked));
  const counted = (state: Judged['state']): number => changes.filter((one) => one.state === state).length;
  return {
    changes: counted('known'),
    otherwise: changes.filter(({ isOtherwise }) => isOtherwise).length,
    impossible: counted('impossible'),
    unknowable: counted('unknowable'),
    flaws: [...unchanged, ...changes.flatMap(({ flaws }) => flaws)],
  };
};

interface Judged {
  readonly state: 'known' | 'impossible' | 'unknowable';
  readonly isOtherwise: boolean;
  readonly flaws: readonly string[];
}

const judged = async (facts: Simulation['facts'], asked: Retroactive): Promise<Judged> => {
  try {
    const parallel = await parallelTo(facts.history, changeFor(facts.history, asked, 'grace'), parts);
    const flaws = flawsIn(facts, parallel).map((flaw) => `after ${JSON.stringify(asked)}: ${flaw}`);
    return { state: 'known', isOtherwise: !isSame(endsIn(facts), endsIn(parallel)), flaws };
  } catch (error) {
    const nothing = { isOtherwise: false, flaws: [] };
    if (error instanceof Unknowable) return { state: 'unknowable', ...nothing };
    if (error instanceof NoSuchChange) return { state: 'impossible', ...nothing };
    throw error;
  }
};

/** What became of messages of the record became of those of the parallel history. */
const flawsIn = ({ tampering, deadLetters }: Simulation['facts'], parallel: ParallelHistory) => {
  const reading = { ...readingAt(parallel), tampering, deadLetters };
  const violated = judge(factsOf(reading, undefined, simulatedRebuilding))
    .filter(({ state }) => state !== 'holds')
    .flatMap(({ invariant, findings }) => findings.map((finding) => `${invariant}: ${finding}`));
  const poison = parallel.notes
    .filter(({ isPoison }) => isPoison)
    .map(({ message, why }) => `${message.type} (${message.id}) cannot be decided: ${why}`);
  return [...violated, ...poison];
};

const endsIn = ({ history }: Pick<ParallelHistory, 'history'>) =>
  readingAt({ history }).orders.map(({ id, saga }) => [id, saga?.status]);
