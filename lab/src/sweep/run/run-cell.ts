// One cell: armed, played, waited out, and judged.
import type { Reading } from '../../reader/reading.ts';
import { deathsOf, idOf } from '../cells/cells.ts';
import type { Cell } from '../cells/cells.ts';
import { typeOf } from '../cells/messages.ts';
import type { Death } from '../plan.ts';
import { deathsFor } from '../plan.ts';
import { playAway, withoutVictim } from './away.ts';
import type { CellParts } from './cell-parts.ts';
import { cellStage } from './cell-stage.ts';
import type { CellStage } from './cell-stage.ts';
import { earlyPartOf, releaseAll } from './course-stories.ts';
import { judged, kept } from './judged.ts';
import { subjectOf } from './names.ts';
import { sentenceOf, stateOf } from './result.ts';
import type { CellResult, Seen } from './result.ts';
import { storyOf } from './stories.ts';

/** Resolves with why a story broke off, if it did. */
type Played = Promise<string | undefined>;

/** What of a cell is played ahead of it: its message is a long time coming. */
export const openCell = (cell: Cell, parts: CellParts): Played | undefined => {
  const story = earlyPartOf(cell);
  return story && troubleOf(() => story(cellStage(cell, parts), cell));
};

/** What `openCell` has begun came to nothing: its order goes on by itself. */
export const abandonCell = (cell: Cell, parts: CellParts): void => {
  releaseAll(cellStage(cell, parts), cell);
};

/** `opened`: what `openCell` has begun. */
export const runCell = async (
  cell: Cell,
  parts: CellParts,
  opened: Played | undefined,
): Promise<CellResult> => {
  const begin = performance.now();
  const stage = cellStage(cell, parts);
  arm(cell, parts);
  const broken = (await opened) ?? (await troubleOf(() => playOut(cell, stage, parts)));
  const backAt = stage.backAt();
  parts.plans.disarm(cell.service);
  const trouble = broken ?? (await troubleOf(stage.orderEnds));
  const { reading, verdicts } = await judged(parts);
  const deaths = deathsFor(parts.plans.folder, cell.service, idOf(cell));
  const without = cell.pass === 'away' ? withoutVictim(cell, reading, backAt) : undefined;
  const result = resultOf(cell, reading, { deaths, verdicts, trouble, without });
  return {
    ...result,
    seconds: (performance.now() - begin) / 1_000,
    ...(result.state === 'red' && { history: await kept(reading, parts.historyFile) }),
  };
};

const arm = (cell: Cell, { plans, names }: CellParts): void => {
  const type = typeOf(cell);
  const order = { cell: idOf(cell), type, subject: subjectOf(type, names), deaths: deathsOf(cell) };
  if (cell.pass === 'away') plans.armAway(cell.service, order);
  else plans.arm(cell.service, order);
};

const resultOf = (cell: Cell, reading: Reading, seen: Seen): Omit<CellResult, 'seconds'> => {
  const { deaths, verdicts } = seen;
  const state = stateOf(cell, seen);
  const landed = landedIn(reading, deaths);
  return {
    cell,
    state,
    sentence: sentenceOf(cell, state, seen),
    deaths,
    ...(landed !== undefined && { landed }),
    violated: verdicts.filter((verdict) => verdict.state !== 'holds'),
    ...endOf(reading),
  };
};

const endOf = ({ orders: [one] }: Reading): Pick<CellResult, 'orderId' | 'end'> => {
  const { id = '', saga, order } = one ?? {};
  return { orderId: id, end: (saga ?? order)?.status ?? 'without a saga' };
};

const playOut = async (cell: Cell, stage: CellStage, parts: CellParts): Promise<void> => {
  if (cell.pass === 'away') return playAway(cell, stage, parts);
  await storyOf(cell)(stage, cell);
  await stage.deaths();
};

const troubleOf = async (play: () => Promise<void>): Played => {
  try {
    await play();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Whether the very document that was on its way is in the history now. */
const landedIn = ({ history }: Reading, deaths: readonly Death[]): boolean | undefined => {
  const attempt = deaths.at(-1)?.attempt;
  return attempt === undefined ? undefined : history.all.some(({ commit }) => commit.attempt === attempt);
};
