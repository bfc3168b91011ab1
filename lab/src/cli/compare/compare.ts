// Plays every cell that was asked for, one after the other, and says what came of it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { cellsUnder } from '../../compare/cell.ts';
import type { Cell } from '../../compare/cell.ts';
import { columns } from '../../compare/columns.ts';
import { conditions } from '../../compare/conditions.ts';
import type { Condition } from '../../compare/conditions.ts';
import { comparePage } from '../../compare/page/page.ts';
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
}

export const compare = async (options: CompareOptions, say: (line: string) => void): Promise<Outcome> => {
  const { seed, page } = options;
  const chosen = columns.filter(({ name }) => options.protocols.includes(name));
  const cells: Cell[] = [];
  for (const condition of conditionsIn(options)) {
    say(`${condition}: ${conditions[condition]}`);
    cells.push(...(await cellsUnder(chosen, condition, simulatedPlay(seed))));
  }
  const commandFor = ({ protocol, condition }: Cell): string => commandOf(protocol, condition, seed);
  if (page !== undefined) writePage(page, { cells, commandFor, options });
  return {
    data: { seed, on: 'simulator', cells: cells.map((cell) => ({ ...cell, command: commandFor(cell) })) },
    lines: (paint) => compareLines(cells, commandFor, paint),
    exitCode: cells.some(({ differences }) => differences.length > 0) ? exitCodes.violated : exitCodes.holds,
  };
};

const conditionsIn = ({ fault }: CompareOptions): readonly Condition[] =>
  (Object.keys(conditions) as Condition[]).filter((one) => fault.includes(one));

const commandOf = (protocols: string, faults: string, seed: number): string =>
  `npm run lab -- compare --protocols ${protocols} --fault ${faults} --seed ${seed}`;

interface Written {
  readonly cells: readonly Cell[];
  readonly commandFor: (cell: Cell) => string;
  readonly options: CompareOptions;
}

const writePage = (file: string, { cells, commandFor, options }: Written): void => {
  const { protocols, fault, seed } = options;
  const named = (some: readonly string[], all: number) => (some.length === all ? 'all' : some.join(','));
  const command = commandOf(
    named(protocols, columns.length),
    named(fault, Object.keys(conditions).length),
    seed,
  );
  const at = new Date().toISOString();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, comparePage({ cells, command, commandFor, at, ...partsOf(undefined) }));
};
