// The schedules that show the planted bugs, kept beside them, run again to be told.
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Invariant } from '../../checker/verdict.ts';
import { legend, legendOfInjections } from '../../show/timeline.ts';
import { painter } from '../../show/paint.ts';
import { sagaStory } from '../../show/saga-story.ts';
import { runOf } from '../../simulator/red.ts';
import { simulate } from '../../simulator/simulate.ts';
import type { PlantedBug } from '../../twins/planted.ts';
import { anchorOf, whyPage } from '../../twins/why.ts';
import type { Reason, Shown } from '../../twins/why.ts';
import { twins } from '../../twins/twins.ts';
import { newSchedule, optionsOf } from '../sim/schedule.ts';
import type { Schedule } from '../sim/schedule.ts';
import { readSchedule, writeSchedule } from '../sim/schedule-file.ts';
import type { Catch } from './hunt.ts';

const folder = resolve(import.meta.dirname, '../../twins/schedules');
const WIDTH = 100;

const pathOf = ({ name }: PlantedBug, n: number): string =>
  join(folder, `${anchorOf(name).toLowerCase()}${n === 0 ? '' : `.${n + 1}`}.json`);

/** The shortest one first. @throws ExitError if one cannot be read. */
export const schedulesOf = (twin: PlantedBug): readonly Schedule[] => {
  const names = new Set(readdirSync(folder));
  const paths: string[] = [];
  while (names.has(pathOf(twin, paths.length).slice(folder.length + 1)))
    paths.push(pathOf(twin, paths.length));
  return paths.map(readSchedule);
};

/** In the place of those that are there. */
export const keepSchedules = (twin: PlantedBug, catches: readonly Catch[]): void => {
  schedulesOf(twin).forEach((_, n) => {
    rmSync(pathOf(twin, n));
  });
  const { name, protocols } = twin;
  for (const [n, { seed, red, choices }] of catches.entries())
    writeSchedule(pathOf(twin, n), newSchedule({ seed, twin: name, protocols, red, choices }));
};

/** Runs a schedule with its bug. @throws Error if it does not show the bug any more. */
export const shownBy = async (twin: PlantedBug, schedule: Schedule): Promise<Shown> => {
  const { simulation, reds } = await runOf(simulate, optionsOf(schedule, twin));
  const red = reds.find(({ invariant }) => invariant === schedule.invariant);
  if (!simulation || !red)
    throw new Error(
      `the schedule of seed ${schedule.seed} does not show "${twin.name}" any more: npm run twins -- --write`,
    );
  const { choices, faults, injections } = simulation;
  return {
    seed: schedule.seed,
    invariant: red.invariant as Invariant,
    finding: red.finding,
    choices: choices.size,
    faults: Object.keys(faults).filter((kind) => (faults[kind] ?? 0) > 0),
    injections: injections.map(({ what }) => what),
    picture: pictureIn(sagaStory(simulation, [red], { width: WIDTH, paint: painter(false) })),
  };
};

/** The story begins with its legend, which the page has once. */
const pictureIn = (story: readonly string[]): readonly string[] => story.slice(story.indexOf('') + 1);

export const reasonFor = async (twin: PlantedBug): Promise<Reason> => {
  const shown: Shown[] = [];
  for (const schedule of schedulesOf(twin)) shown.push(await shownBy(twin, schedule));
  return { twin, shown };
};

export const legendOfPage = [...legend, legendOfInjections];

/** docs/why.md as it should be. @throws Error if a schedule does not show its bug any more. */
export const whyPageNow = async (): Promise<string> => {
  const reasons: Reason[] = [];
  for (const twin of twins) reasons.push(await reasonFor(twin));
  return whyPage(reasons, legendOfPage);
};
