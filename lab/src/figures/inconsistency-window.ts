// The inconsistency window of a saga: from its first commit to the last one that changed anything, in whatever service.
import { streamOf } from '@saga-lab/platform/decider/streams';
import { categories } from '@saga-lab/contracts/streams';
import type { History, Recorded } from '../checker/history.ts';
import type { Percentiles } from './percentiles.ts';
import { percentilesOf } from './percentiles.ts';

export type SagaOutcome = 'COMPLETED' | 'COMPENSATED';

export interface SagaWindow {
  readonly saga: string;
  /** `undefined`: it has not ended, so the window is open. */
  readonly outcome: SagaOutcome | undefined;
  /** Milliseconds; of an open one, as far as the history goes. */
  readonly ms: number;
}

/** When a commit became durable, in milliseconds. */
export type TimeOf = (recorded: Recorded) => number;

/** Every commit is dated by the clock of its own database: those of one machine have one clock, others differ by as much as theirs do. */
const byItsDatabase: TimeOf = ({ commit }) => commit.at;

/**
 * What the histories know: read models follow later, and how much later only those can say who watched them. Sagas without
 * a commit are left out.
 */
export const windowsIn = (
  history: History,
  sagas: readonly string[],
  timeOf: TimeOf = byItsDatabase,
): readonly SagaWindow[] => {
  const now = latest(history.all.map(timeOf));
  return sagas.flatMap((saga) => {
    const commits = history.ofSaga(saga);
    if (commits.length === 0) return [];
    const first = commits.map(timeOf).reduce((one, other) => Math.min(one, other));
    const outcome = outcomeOf(history, saga);
    const last = outcome ? latest(commits.filter(changesSomething).map(timeOf)) : now;
    return [{ saga, outcome, ms: Math.round(last - first) }];
  });
};

/** A loop: there may be more commits than a call takes arguments. */
const latest = (times: readonly number[]): number =>
  times.reduce((one, other) => Math.max(one, other), -Infinity);

/** Written down about a message that changed nothing, possibly long after the end. */
const NOTES = new Set(['CommandAnswered', 'ReplyIgnored', 'AbortIgnored']);

const changesSomething = ({ commit }: Recorded): boolean =>
  commit.events.some(({ type }) => !NOTES.has(type));

const endings: ReadonlyMap<string, SagaOutcome> = new Map([
  ['SagaCompleted', 'COMPLETED'],
  ['SagaCompensated', 'COMPENSATED'],
]);

const outcomeOf = (history: History, saga: string): SagaOutcome | undefined =>
  history
    .ofStream(streamOf(categories.saga, saga))
    .map(({ type }) => endings.get(type))
    .find((outcome) => outcome !== undefined);

/** Milliseconds. */
export interface WindowFigures {
  readonly ended: readonly ({ readonly outcome: SagaOutcome; readonly sagas: number } & Percentiles)[];
  readonly open: {
    readonly sagas: number;
    /** The longest is at least so long. */
    readonly longest: number;
  };
}

export const windowFigures = (windows: readonly SagaWindow[]): WindowFigures => {
  const of = (wanted: SagaOutcome | undefined) =>
    windows.flatMap(({ outcome, ms }) => (outcome === wanted ? [ms] : []));
  const ended = [...endings.values()].flatMap((outcome) => {
    const values = of(outcome);
    const percentiles = percentilesOf(values);
    return percentiles ? [{ outcome, sagas: values.length, ...percentiles }] : [];
  });
  const open = of(undefined);
  return { ended, open: { sagas: open.length, longest: Math.max(0, latest(open)) } };
};
