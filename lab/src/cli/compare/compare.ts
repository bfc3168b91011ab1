// Plays every cell that was asked for, and says what came of it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import type { Cell } from '../../compare/cell.ts';
import { columns } from '../../compare/columns.ts';
import { conditions } from '../../compare/conditions.ts';
import { comparePage } from '../../compare/page/page.ts';
import { realPart } from '../../compare/real/on-real.ts';
import type { Outcome } from '../outcome.ts';
import { partsOf } from '../sim/report.ts';
import { compareLines } from './lines.ts';
import { played } from './played.ts';
import type { CompareOptions } from './played.ts';

export const compare = async (options: CompareOptions, say: (line: string) => void): Promise<Outcome> => {
  const { seed, page, locks = 'escrow', real } = options;
  const cells = await played(options, say);
  const commandFor = ({ protocol, condition }: Cell): string => commandOf(protocol, condition, options);
  if (page !== undefined) writePage(page, { cells, commandFor, options });
  return {
    data: {
      seed,
      locks,
      on: real ? 'real parts' : 'simulator',
      cells: cells.map((cell) => ({ ...cell, command: commandFor(cell) })),
    },
    lines: (paint) => compareLines(cells, commandFor, paint),
    exitCode: cells.some(({ differences }) => differences.length > 0) ? exitCodes.violated : exitCodes.holds,
  };
};

const commandOf = (protocols: string, faults: string, { seed, locks, real }: CompareOptions): string =>
  [
    `npm run lab -- compare --protocols ${protocols} --fault ${faults}`,
    real ? '--real' : `--seed ${seed}`,
    ...(locks === undefined ? [] : [`--locks ${locks}`]),
  ].join(' ');

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
  const page = comparePage({ cells, command, commandFor, at, ...(real ? realPart : partsOf(undefined)) });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page);
};
