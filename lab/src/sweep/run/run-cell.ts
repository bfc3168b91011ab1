// One cell: armed, played, waited out, and judged.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ofEveryService } from '@saga-lab/contracts/services';
import { judge } from '../../checker/judge.ts';
import { holds } from '../../checker/verdict.ts';
import type { CommitsByService } from '../../client/documents.ts';
import type { Lab } from '../../client/lab.ts';
import { factsOf } from '../../reader/facts-of.ts';
import { newFactsFile } from '../../reader/facts-file/save.ts';
import { patiently } from '../../reader/patience.ts';
import type { Names } from '../../reader/read-system.ts';
import { readSystem } from '../../reader/read-system.ts';
import type { Reading } from '../../reader/reading.ts';
import { deathsOf, idOf } from '../cells/cells.ts';
import type { Cell } from '../cells/cells.ts';
import { deathsFor } from '../plan.ts';
import type { Death } from '../plan.ts';
import { cellStage } from './cell-stage.ts';
import type { CellStage } from './cell-stage.ts';
import type { CellNames } from './names.ts';
import { subjectOf } from './names.ts';
import type { Plans } from './plans.ts';
import { sentenceOf, stateOf } from './result.ts';
import type { CellResult, Seen } from './result.ts';
import { storyOf } from './stories.ts';

export interface CellParts {
  readonly lab: Lab;
  readonly plans: Plans;
  readonly names: CellNames;
  /** Ids of dead letters that were there before the sweep. */
  readonly deadLettersBefore: Names['deadLettersBefore'];
  readonly patienceMs: number;
  /** How long read models and marks may take to follow, ms. */
  readonly catchUpMs: number;
  /** Where the history of a red cell goes. */
  readonly historyFile: string;
}

export const runCell = async (cell: Cell, parts: CellParts): Promise<CellResult> => {
  const { plans, names } = parts;
  const begin = performance.now();
  const subject = subjectOf(cell.message, names);
  plans.arm(cell.service, { cell: idOf(cell), type: cell.message, subject, deaths: deathsOf(cell) });
  const trouble = await playOut(cell, cellStage(cell, parts));
  plans.disarm(cell.service);
  const { reading, verdicts } = await judged(parts);
  const deaths = deathsFor(plans.folder, cell.service, idOf(cell));

  const seen: Seen = { deaths, verdicts, trouble };
  const state = stateOf(cell, seen);
  const landed = landedIn(reading, deaths);
  return {
    cell,
    state,
    sentence: sentenceOf(cell, state, seen),
    deaths,
    ...(landed !== undefined && { landed }),
    violated: verdicts.filter((verdict) => verdict.state !== 'holds'),
    orderId: names.orderId,
    end: reading.orders[0]?.saga?.status ?? 'without a saga',
    seconds: (performance.now() - begin) / 1_000,
    ...(state === 'red' && { history: await kept(reading, parts.historyFile) }),
  };
};

/** Resolves with why it broke off, if it did. */
const playOut = async (cell: Cell, stage: CellStage): Promise<string | undefined> => {
  try {
    await storyOf(cell)(stage, cell);
    await stage.deaths();
    await stage.sagaEnds();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const judged = ({ lab, names, deadLettersBefore, catchUpMs }: CellParts) => {
  const about = {
    customers: [names.customer],
    skus: [names.sku],
    orders: [names.orderId],
    deadLettersBefore,
  };
  const commits = () => commitsAbout(lab, [names.orderId, names.customer, names.sku]);
  const look = async () => {
    const reading = await readSystem({ ...lab, commits }, about);
    return { reading, verdicts: judge(factsOf(reading, reading)) };
  };
  return patiently(look, { isFine: ({ verdicts }) => holds(verdicts), forMs: catchUpMs });
};

/** Whether the very document that was on its way is in the history now. */
const landedIn = ({ history }: Reading, deaths: readonly Death[]): boolean | undefined => {
  const attempt = deaths.at(-1)?.attempt;
  return attempt === undefined ? undefined : history.all.some(({ commit }) => commit.attempt === attempt);
};

/** Of this cell alone: the histories hold those of all other cells, too. */
const commitsAbout = async (lab: Lab, subjects: readonly string[]): Promise<CommitsByService> => {
  const read = await Promise.all(subjects.map(lab.commitsOf));
  return ofEveryService((service) => read.flatMap((commits) => commits[service]));
};

const kept = async (reading: Reading, path: string): Promise<string> => {
  mkdirSync(dirname(path), { recursive: true });
  const file = await newFactsFile(path);
  try {
    await file.write({ reading, begin: new Map(), leftOut: 0 });
    return path;
  } finally {
    await file.close();
  }
};
