// Plays every cell that was asked for, one after the other, and says what came of it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { cellsUnder } from '../../compare/cell.ts';
import type { Cell, Play } from '../../compare/cell.ts';
import { columns } from '../../compare/columns.ts';
import { conditions } from '../../compare/conditions.ts';
import type { Condition } from '../../compare/conditions.ts';
import { comparePage } from '../../compare/page/page.ts';
import { onReal, realPart } from '../../compare/real/on-real.ts';
import { onRealParts } from '../../compare/real/run-real.ts';
import { simulatedPlay } from '../../compare/simulated/run-simulated.ts';
import type { Outcome } from '../outcome.ts';
import { partsOf } from '../sim/report.ts';
import { compareLines } from './lines.ts';

export interface CompareOptions {
  /** Names of columns, and of conditions. */
  readonly protocols: readonly string[];
  readonly fault: readonly string[];
  readonly seed: number;
  /** A file for the page; left out: none. */
  readonly page?: string;
  /** On RabbitMQ and MongoDB instead of the simulator. */
  readonly real?: boolean;
}

/** @throws ExitError 64 for a fault that cannot be made on real parts. */
export const compare = async (options: CompareOptions, say: (line: string) => void): Promise<Outcome> => {
  const { seed, page, real = false } = options;
  const asked = conditionsIn(options);
  const cells = real
    ? await onReal(say, (play) => playAll(options, { asked, play, say }))
    : await playAll(options, { asked, play: simulatedPlay(seed), say });
  const commandFor = ({ protocol, condition }: Cell): string => commandOf(protocol, condition, options);
  if (page !== undefined) writePage(page, { cells, commandFor, options });
  return {
    data: {
      seed,
      on: real ? 'real parts' : 'simulator',
      cells: cells.map((cell) => ({ ...cell, command: commandFor(cell) })),
    },
    lines: (paint) => compareLines(cells, commandFor, paint),
    exitCode: cells.some(({ differences }) => differences.length > 0) ? exitCodes.violated : exitCodes.holds,
  };
};

interface Playing {
  readonly asked: readonly Condition[];
  readonly play: Play;
  readonly say: (line: string) => void;
}

const playAll = async (
  { protocols }: CompareOptions,
  { asked, play, say }: Playing,
): Promise<readonly Cell[]> => {
  const chosen = columns.filter(({ name }) => protocols.includes(name));
  const cells: Cell[] = [];
  for (const condition of asked) {
    say(`${condition}: ${conditions[condition]}`);
    cells.push(...(await cellsUnder(chosen, condition, play)));
  }
  return cells;
};

const conditionsIn = ({ fault, real }: CompareOptions): readonly Condition[] => {
  const known = Object.keys(conditions) as Condition[];
  const asked = known.filter((one) => fault.includes(one));
  if (!real) return asked;
  const impossible = asked.filter((one) => !onRealParts.includes(one));
  if (impossible.length > 0 && asked.length < known.length)
    throw new ExitError(
      exitCodes.usage,
      `${impossible.join(', ')} can be played on the simulator only: leave --real out. On real parts: ${onRealParts.join(', ')}.`,
    );
  return asked.filter((one) => onRealParts.includes(one));
};

const commandOf = (protocols: string, faults: string, { seed, real }: CompareOptions): string =>
  `npm run lab -- compare --protocols ${protocols} --fault ${faults} ${real ? '--real' : `--seed ${seed}`}`;

interface Written {
  readonly cells: readonly Cell[];
  readonly commandFor: (cell: Cell) => string;
  readonly options: CompareOptions;
}

const writePage = (file: string, { cells, commandFor, options }: Written): void => {
  const { protocols, fault, real } = options;
  const named = (some: readonly string[], all: number) => (some.length === all ? 'all' : some.join(','));
  const command = commandOf(
    named(protocols, columns.length),
    named(fault, Object.keys(conditions).length),
    options,
  );
  const at = new Date().toISOString();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    comparePage({ cells, command, commandFor, at, ...(real ? realPart : partsOf(undefined)) }),
  );
};
