// What an order costs its customer in all: what was charged and given back, and what was settled afterwards.
import { accountCorrections } from '@saga-lab/payment-service/domain/correct';
import { accountHolds } from '@saga-lab/payment-service/domain/restore';
import type { AccountEvent } from '@saga-lab/payment-service/domain/account';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import { amendmentsOf, correctionIn, isCorrection } from '@saga-lab/platform/decider/valid-time';
import type { History } from '../checker/history.ts';
import { accountsIn, accountStream } from '../checker/shared-streams.ts';
import { keyOf } from './record.ts';

/** Version -> what the customer got back (above zero) or paid with it, for which order. */
export interface Settlement {
  readonly version: number;
  readonly orderId: string;
  readonly amount: number;
}

/** Those of an account that nobody withdrew; `events`: all that are known of it, oldest first. */
export const settlementsIn = (events: readonly RecordedEvent[]): readonly Settlement[] => {
  const corrections = events.filter((event) => isCorrection(event, accountCorrections)).map(correctionIn);
  const { never } = amendmentsOf(corrections);
  return corrections.flatMap(({ version, corrects }) =>
    corrects.kind === 'DIFFERENCE' && !never.has(version)
      ? [{ version, ...(corrects as unknown as Omit<Settlement, 'version'>) }]
      : [],
  );
};

/** Minor units. */
export const costOf = (events: readonly RecordedEvent[], orderId: string): number => {
  const charged = events
    .map((event) => accountHolds.holdOf(event as unknown as AccountEvent))
    .reduce((sum, hold) => sum + (hold?.orderId === orderId ? hold.amount : 0), 0);
  return settlementsIn(events)
    .filter((settlement) => settlement.orderId === orderId)
    .reduce((cost, { amount }) => cost - amount, charged);
};

/** Order -> what its customer got back in all; `without`: commits that do not count, by `keyOf`. */
export const settledIn = (
  history: History,
  without: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const customer of accountsIn(history)) {
    const events = history.ofStream(accountStream(customer));
    const commits = new Map(events.map(({ version, commit }) => [version, commit]));
    for (const { version, orderId, amount } of settlementsIn(events))
      if (!without.has(keyOf('payment-service', commits.get(version) ?? '')))
        sums.set(orderId, (sums.get(orderId) ?? 0) + amount);
  }
  return sums;
};
