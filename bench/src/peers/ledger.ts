// What a participant decides from: how much is there on each account, of stock or of money.
import type { Asked } from './saga.ts';

export interface Balance {
  readonly available: number;
  /** Reserved, and neither shipped nor released yet. */
  readonly held: number;
}

/** What a step does with its amount; an account never falls below 0. */
const moves: Readonly<Record<Asked['step'], Balance | undefined>> = {
  open: { available: 1, held: 0 },
  reserve: { available: -1, held: 1 },
  release: { available: 1, held: -1 },
  ship: { available: 0, held: -1 },
  charge: { available: -1, held: 0 },
  place: undefined,
  approve: undefined,
  reject: undefined,
};

const EMPTY: Balance = { available: 0, held: 0 };

export const ledger = () => {
  const balances = new Map<string, Balance>();
  return {
    /** Whether it is done; `false`: there is not enough, and nothing changes. */
    apply: ({ step, account, amount }: Asked): boolean => {
      const move = moves[step];
      if (!move) return true;
      const before = balances.get(account) ?? EMPTY;
      const after = {
        available: before.available + move.available * amount,
        held: before.held + move.held * amount,
      };
      if (after.available < 0 || after.held < 0) return false;
      balances.set(account, after);
      return true;
    },
    balances: (): Readonly<Record<string, Balance>> => Object.fromEntries(balances),
  };
};
