// The bank test, while everything goes on: at one point of one database's history, money and stock add up, no version is
// missing, and what the lists show is what the history says (Jepsen's test of that name).
import { setTimeout as sleep } from 'node:timers/promises';
import { historyOf } from '@saga-lab/lab/checker/history';
import { sharedPart } from '@saga-lab/lab/checker/shared-streams';
import type { Verdict } from '@saga-lab/lab/checker/verdict';
import { commitReader } from '@saga-lab/lab/client/commit-reader';
import type { Lab } from '@saga-lab/lab/client/lab';
import { audit } from '@saga-lab/lab/reader/audit';
import type { Names } from '@saga-lab/lab/reader/read-system';
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';

const PAGE = 100;
const EVERY_MS = 5_000;
const JUDGED = new Set(['I-1', 'I-2', 'I-7']);

export interface Bank {
  /** Looks that were had, and looks for which somebody did not answer. */
  readonly looks: { had: number; missed: number };
  /** What was wrong, in the words of the checker. */
  readonly violations: string[];
}

/** Looks again and again until `over`, through whichever instance answers first; where none does, the next time. */
export const watchBank = async (
  labs: readonly Lab[],
  names: Pick<Names, 'customers' | 'skus'>,
  over: AbortSignal,
): Promise<Bank> => {
  const bank: Bank = { looks: { had: 0, missed: 0 }, violations: [] };
  const looks = labs.map((lab) => lookerOf(lab, names));
  while (!over.aborted) {
    await sleep(EVERY_MS, undefined, { signal: over }).catch(() => undefined); // until the next look
    const verdicts = await Promise.any(looks.map((look) => look())).catch(() => undefined);
    bank.looks[verdicts ? 'had' : 'missed'] += 1;
    bank.violations.push(...(verdicts ?? []).flatMap(findingsOf));
  }
  return bank;
};

const findingsOf = ({ invariant, state, findings }: Verdict): readonly string[] =>
  JUDGED.has(invariant) && state === 'violated' ? findings.map((each) => `${invariant} ${each}`) : [];

/** Lists first and histories after them: each list is compared with its history up to where the list is. */
const lookerOf = (lab: Lab, { customers, skus }: Pick<Names, 'customers' | 'skus'>) => {
  const reader = (service: ServiceName) =>
    commitReader((after, limit) => lab.commitsAfter(service, after, limit), PAGE, sharedPart);
  const [payments, stocks] = [reader('payment-service'), reader('inventory-service')];
  return async (): Promise<readonly Verdict[]> => {
    const [accounts, stock] = await Promise.all([lab.allAccounts(), lab.allStock()]);
    const [money, pieces] = await Promise.all([payments(), stocks()]);
    const history = historyOf(
      ofEveryService((service) => {
        if (service === 'payment-service') return money;
        return service === 'inventory-service' ? pieces : [];
      }),
    );
    const tampering = { forged: [], losses: [], deadLetters: [], anyDeadLetter: true };
    const ids = { customers, skus, orders: [] };
    const reading = { ids, accounts, stock, orders: [], history, deadLetters: [], tampering };
    return audit({ reading, begin: new Map(), leftOut: 0 }).verdicts;
  };
};
