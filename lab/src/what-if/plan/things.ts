// Stock and accounts as they are, beside what they would be.
import { isSame } from '../../checker/difference.ts';
import type { Rebuilt } from '../../checker/facts.ts';
import type { Thing } from '../retroactive.ts';

/** What an amount or a count is, by its name; nothing where the thing is not there. */
export type Figures = Readonly<Record<string, number>> | undefined;

export interface ThingWhatIf extends Thing {
  readonly now: Figures;
  readonly would: Figures;
}

const figures = {
  stock: ['onHand', 'available', 'reserved', 'shipped', 'unitPrice'],
  account: ['opening', 'balance', 'charged', 'refunded', 'held'],
} as const;

/** Only those that differ. */
export const thingsOtherwise = (now: Rebuilt, would: Rebuilt): readonly ThingWhatIf[] => [
  ...differing('stock', now.stock, would.stock),
  ...differing('account', now.accounts, would.accounts),
];

type Shown = ReadonlyMap<string, unknown>;

const differing = (kind: Thing['kind'], now: Shown, would: Shown): readonly ThingWhatIf[] =>
  [...new Set([...now.keys(), ...would.keys()])].toSorted().flatMap((id) => {
    const both = { now: figuresOf(kind, now.get(id)), would: figuresOf(kind, would.get(id)) };
    return isSame(both.now, both.would) ? [] : [{ kind, id, ...both }];
  });

const figuresOf = (kind: Thing['kind'], shown: unknown): Figures => {
  if (shown === undefined) return undefined;
  const all = shown as Readonly<Record<string, number>>;
  return Object.fromEntries(figures[kind].map((name) => [name, all[name] ?? 0]));
};
