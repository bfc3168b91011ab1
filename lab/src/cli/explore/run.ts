// Visits worlds one after the other, or plants a bug, and says what came of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Progress } from '../../explorer/explore.ts';
import type { Outcome } from '../outcome.ts';
import { progressBar } from '../progress-bar.ts';
import type { Explorable } from './catalogue.ts';
import { catalogue } from './catalogue.ts';
import type { ExploreCommand } from './command.ts';
import { withFigures } from './page.ts';
import { plantables } from './plantable.ts';
import { number, verdictOf } from './rows.ts';
import type { Row } from './rows.ts';
import { caughtLines, worldLines } from './show.ts';

export const runExplore = async (command: ExploreCommand, stderr: NodeJS.WriteStream): Promise<Outcome> =>
  command.twin === undefined ? visitAll(command, stderr) : plant(command.twin);

const visitAll = async (command: ExploreCommand, stderr: NodeJS.WriteStream): Promise<Outcome> => {
  const rows: Row[] = [];
  for (const world of chosen(command)) rows.push(await visit(world, command, stderr));
  if (command.write) writePage(rows);
  return {
    data: { worlds: rows.map(dataOf) },
    lines: (paint) => worldLines(rows, paint),
    exitCode: exitCodeOf(rows),
  };
};

const page = fileURLToPath(new URL('../../../../docs/explorer.md', import.meta.url));

/** Of those that were visited as a whole. */
const writePage = (rows: readonly Row[]): void => {
  const counted = rows.filter(({ verdict }) => verdict === 'holds' || verdict === 'found');
  writeFileSync(page, withFigures(readFileSync(page, 'utf8'), counted));
};

/** @throws ExitError 64 for a world that is not there. */
const chosen = ({ world, small }: ExploreCommand): readonly Explorable[] => {
  const names = catalogue.map(({ name }) => name);
  const unknown = world?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new ExitError(exitCodes.usage, `There is no world "${unknown}". These are: ${names.join(', ')}.`);
  return catalogue.filter(({ name, isSmall }) => world?.includes(name) ?? (isSmall || !small));
};

const visit = async (
  world: Explorable,
  { reduce, mostStates }: ExploreCommand,
  stderr: NodeJS.WriteStream,
): Promise<Row> => {
  const since = performance.now();
  const seconds = () => (performance.now() - since) / 1_000;
  let far: Progress = { states: 0, transitions: 0, depth: 0 };
  const bar = progressBar(stderr, () => ({ text: progressText(world.name, far, seconds()) }));
  try {
    const walk = world.explore({ reduce, ...(mostStates !== undefined && { mostStates }) });
    for (;;) {
      const { done, value } = walk.next();
      if (done)
        return { ...value, world, seconds: seconds(), verdict: verdictOf(world, value.exploration, reduce) };
      far = value;
      await setImmediate(); // so that the bar can move
    }
  } finally {
    bar.stop();
  }
};

const progressText = (name: string, { states, transitions, depth }: Progress, seconds: number): string =>
  `${name}: ${number(states)} states, ${number(transitions)} transitions, depth ${depth}, ${seconds.toFixed(0)} s`;

const exitCodeOf = (rows: readonly Row[]): number => {
  if (rows.some(({ verdict }) => verdict === 'violated')) return exitCodes.violated;
  return rows.some(({ verdict }) => verdict === 'unknown') ? exitCodes.unknown : exitCodes.holds;
};

const dataOf = ({ world: { name, about, published }, exploration, seconds, verdict }: Row): object => ({
  world: name,
  about,
  ...exploration,
  ...(published && { published }),
  seconds: Math.round(seconds * 1_000) / 1_000,
  verdict,
});

/** @throws ExitError 64 for a bug that is in no decider. */
const plant = (name: string): Outcome => {
  const twin = plantables.find((one) => one.name === name);
  if (!twin)
    throw new ExitError(
      exitCodes.usage,
      `There is no bug "${name}" that is in a decider. These are: ${plantables.map((one) => `"${one.name}"`).join(', ')}.`,
    );
  const found = twin.plant();
  const { mechanism, consequence } = twin;
  const about = { twin: name, mechanism, consequence };
  if (!found)
    return {
      data: { ...about, caught: false },
      lines: () => [`"${name}" is not caught in any small world.`],
      exitCode: exitCodes.holds,
    };
  const { world, counterexample } = found;
  return {
    data: { ...about, caught: true, world, counterexample },
    lines: (paint) => caughtLines({ twin, ...found }, paint),
    exitCode: exitCodes.violated,
  };
};
