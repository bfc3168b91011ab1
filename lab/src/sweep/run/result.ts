// What became of a cell, and why, in a sentence.
import type { Verdict } from '../../checker/verdict.ts';
import { deathsOf } from '../cells/cells.ts';
import type { Cell, Pass } from '../cells/cells.ts';
import { definitionOf } from '../cells/points.ts';
import type { CellState } from '../build/twins.ts';
import type { Death } from '../plan.ts';

export interface CellResult {
  readonly cell: Cell;
  readonly state: CellState;
  readonly sentence: string;
  /** What the processes wrote down before they died. */
  readonly deaths: readonly Death[];
  /** Of a commit that was on its way when the process died. */
  readonly landed?: boolean;
  /** Those that do not hold. */
  readonly violated: readonly Verdict[];
  readonly orderId: string;
  /** How the saga ended, or the order under another protocol. */
  readonly end: string;
  readonly seconds: number;
  /** Of a red cell: what was read, as `npm run lab -- check --from` takes it. */
  readonly history?: string;
}

export interface Seen {
  readonly deaths: readonly Death[];
  readonly verdicts: readonly Verdict[];
  /** Why the story broke off, if it did. */
  readonly trouble?: string | undefined;
  /** Where whoever died did not return: what became of the order without it. */
  readonly without?: Without | undefined;
}

export interface Without {
  readonly isBlocked: boolean;
  /** As a sentence. */
  readonly seen: string;
  /** What the protocol promises instead, if that is not as it promises. */
  readonly broken?: string | undefined;
}

/** Red before all: a violation counts wherever the process died. */
export const stateOf = (cell: Cell, { deaths, verdicts, trouble, without }: Seen): CellState => {
  if (verdicts.some(({ state }) => state !== 'holds')) return 'red';
  if (trouble !== undefined || !isProved(cell, deaths)) return 'not reached';
  if (without?.broken !== undefined) return 'red';
  return without?.isBlocked ? 'blocked' : 'green';
};

/** Died as often as it should, each time at the right point, over one message, in a process of its own. */
export const isProved = (cell: Cell, deaths: readonly Death[]): boolean => {
  const wanted = deathsOf(cell);
  const pids = new Set(deaths.map(({ pid }) => pid));
  const messages = new Set(deaths.map(({ messageId }) => messageId));
  return (
    deaths.length === wanted.length &&
    deaths.every(({ point }, n) => point === wanted[n]) &&
    pids.size === deaths.length &&
    messages.size === 1
  );
};

const passWords: Readonly<Record<Pass, string>> = {
  first: 'the first time',
  redelivery: 'and again when it came back',
  away: 'and not there again for a while',
};

export const sentenceOf = (cell: Cell, state: CellState, seen: Seen): string => {
  const where = `${cell.service}, killed ${definitionOf(cell.point).says}`;
  const which = `${cell.message}, ${passWords[cell.pass]}`;
  return `${where} (${which}): ${outcomeOf(cell, state, seen)}`;
};

const outcomeOf = (cell: Cell, state: CellState, seen: Seen): string => {
  const { deaths, verdicts, trouble, without } = seen;
  if (state === 'red') return violationIn(verdicts) ?? `${without?.seen} ${without?.broken}`;
  if (state !== 'not reached')
    return [without?.seen, 'Started again, and everything adds up.'].filter(Boolean).join(' ');
  const reached = `it was killed ${deaths.length} of ${deathsOf(cell).length} times`;
  return trouble === undefined ? `${reached}.` : `${reached}: ${trouble}`;
};

/** The first one is enough for a sentence. */
const violationIn = (verdicts: readonly Verdict[]): string | undefined => {
  const first = verdicts.find((verdict) => verdict.state !== 'holds');
  return first && [first.invariant, first.sentence, ...first.findings.slice(0, 1)].join(' ');
};
