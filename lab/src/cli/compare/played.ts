// The cells that were asked for, played on the simulator or on real parts.
import type { Policy } from '@saga-lab/protocols/locks/policy';
import { cellsUnder } from '../../compare/cell.ts';
import type { Cell } from '../../compare/cell.ts';
import { columns } from '../../compare/columns.ts';
import { conditions } from '../../compare/conditions.ts';
import type { Condition } from '../../compare/conditions.ts';
import { onReal } from '../../compare/real/on-real.ts';
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

export const played = async (options: CompareOptions, say: Say): Promise<readonly Cell[]> => {
  const { protocols, fault, seed, locks, real = false } = options;
  const chosen = columns.filter(({ name }) => protocols.includes(name));
  const under = { conditions: known.filter((one) => fault.includes(one)), locks, mayBeLate: real };
  const tell = (condition: Condition): void => {
    say(`${condition}: ${conditions[condition]}`);
  };
  if (!real) return cellsUnder(chosen, under, simulatedPlay({ seed, locks }, tell));
  const cells: Cell[] = [];
  const onBegin = (some: readonly Condition[]): void => {
    some.forEach(tell);
  };
  for (const [holdTtlMs, some] of Map.groupBy(chosen, (column) => column.holdTtlMs))
    cells.push(
      ...(await onReal({ holdTtlMs, locks, log: say, onBegin }, (play) => cellsUnder(some, under, play))),
    );
  return cells.toSorted(asAsked);
};

/** Condition by condition, and there as the columns are. */
const asAsked = (a: Cell, b: Cell): number => placeOf(a) - placeOf(b);

const known = Object.keys(conditions) as Condition[];
const names = columns.map(({ name }) => name);
const placeOf = ({ condition, protocol }: Cell): number =>
  known.indexOf(condition) * names.length + names.indexOf(protocol);
