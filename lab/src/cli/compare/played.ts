// The cells that were asked for, played on the simulator or on real parts.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Policy } from '@saga-lab/protocols/locks/policy';
import { cellsUnder } from '../../compare/cell.ts';
import type { Cell, Play } from '../../compare/cell.ts';
import { columns } from '../../compare/columns.ts';
import type { Column } from '../../compare/columns.ts';
import { conditions } from '../../compare/conditions.ts';
import type { Condition } from '../../compare/conditions.ts';
import { onReal } from '../../compare/real/on-real.ts';
import { onRealParts } from '../../compare/real/run-real.ts';
import { simulatedPlay } from '../../compare/simulated/run-simulated.ts';

export interface CompareOptions {
  /** Names of columns, and of conditions. */
  readonly protocols: readonly string[];
  readonly fault: readonly string[];
  readonly seed: number;
  /** Left out: orders take from stock and accounts beside each other. */
  readonly locks?: Policy;
  /** A file for the page; left out: none. */
  readonly page?: string;
  /** On RabbitMQ and MongoDB instead of the simulator. */
  readonly real?: boolean;
}

type Say = (line: string) => void;

/** @throws ExitError 64 for a fault that cannot be made on real parts. */
export const played = async (options: CompareOptions, say: Say): Promise<readonly Cell[]> => {
  const { protocols, seed, locks, real = false } = options;
  const chosen = columns.filter(({ name }) => protocols.includes(name));
  const conditionsAsked = conditionsIn(options);
  const playAll = async (some: readonly Column[], play: Play): Promise<readonly Cell[]> => {
    const cells: Cell[] = [];
    for (const condition of conditionsAsked) {
      say(`${condition}: ${conditions[condition]}`);
      cells.push(...(await cellsUnder(some, { condition, locks, mayBeLate: real }, play)));
    }
    return cells;
  };
  if (!real) return playAll(chosen, simulatedPlay({ seed, locks }));
  const cells: Cell[] = [];
  for (const [holdTtlMs, some] of Map.groupBy(chosen, (column) => column.holdTtlMs))
    cells.push(...(await onReal({ holdTtlMs, locks, log: say }, (play) => playAll(some, play))));
  return cells.toSorted(asAsked);
};

/** Condition by condition, and there as the columns are. */
const asAsked = (a: Cell, b: Cell): number => placeOf(a) - placeOf(b);

const known = Object.keys(conditions) as Condition[];
const names = columns.map(({ name }) => name);
const placeOf = ({ condition, protocol }: Cell): number =>
  known.indexOf(condition) * names.length + names.indexOf(protocol);

const conditionsIn = ({ fault, real }: CompareOptions): readonly Condition[] => {
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
