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
  /** Changes on which an operator's later act does not allow to decide again. */
  readonly unknowable: number;
  /** One sentence each. */
  readonly flaws: readonly string[];
}

const parts = { ids: { ...sharedHashes, unique: () => '', random: () => 0 } };

export const proveParallel = ({ seed, facts }: Simulation): ParallelProof => {
  const { history } = facts;
  const unchanged = flawsWithoutChange(history, parts).map((flaw) => `without a change: ${flaw}`);
  const changes = changesOf(recordOf(history), seed).map((asked) => judged(facts, asked));
  return {
    changes: changes.filter(({ isKnown }) => isKnown).length,
    otherwise: changes.filter(({ isOtherwise }) => isOtherwise).length,
    unknowable: changes.filter(({ isKnown }) => !isKnown).length,
    flaws: [...unchanged, ...changes.flatMap(({ flaws }) => flaws)],
  };
};

interface Judged {
  readonly isKnown: boolean;
  readonly isOtherwise: boolean;
  readonly flaws: readonly string[];
}

const judged = (facts: Simulation['facts'], asked: Retroactive): Judged => {
  try {
    const parallel = parallelTo(facts.history, changeFor(facts.history, asked, 'grace'), parts);
    const flaws = flawsIn(facts, parallel).map((flaw) => `after ${JSON.stringify(asked)}: ${flaw}`);
    return { isKnown: true, isOtherwise: !isSame(endsIn(facts), endsIn(parallel)), flaws };
  } catch (error) {
    if (error instanceof Unknowable || error instanceof NoSuchChange)
      return { isKnown: false, isOtherwise: false, flaws: [] };
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
