// I-13: a run in which nothing happens proves nothing. Enough sagas went each way, and every kind of fault met something.
import { verdict } from '@saga-lab/lab/checker/verdict';
import type { Verdict } from '@saga-lab/lab/checker/verdict';
import type { Performed } from '../conduct.ts';
import type { KindName } from '../kinds.ts';

export interface KindCount {
  readonly kind: KindName;
  readonly planned: number;
  /** How many of them met anything. */
  readonly happened: number;
  readonly failed: number;
}

export interface Course {
  /** Status -> number of sagas; `APPROVED under 2pc` -> number of orders. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: readonly KindCount[];
}

const LEAST = { COMPLETED: 0.6, COMPENSATED: 0.05 } as const;
/** Steps ran into their deadlines, because the machine did not keep up with the customers. */
const ADVICE = {
  COMPLETED: ' Fewer customers (--rate) or a longer --deadline lets more complete.',
  COMPENSATED: '',
} as const;
/** What orders under other protocols are called where sagas are called so. */
const LIKE = { COMPLETED: 'APPROVED under ', COMPENSATED: 'REJECTED under ' } as const;

export const countKinds = (performed: readonly Performed[]): readonly KindCount[] =>
  [...new Set(performed.map(({ kind }) => kind))].sort().map((kind) => {
    const all = performed.filter((each) => each.kind === kind);
    return {
      kind,
      planned: all.length,
      happened: all.filter(({ met }) => met > 0).length,
      failed: all.filter(({ error }) => error !== undefined).length,
    };
  });

export const livenessFloor = ({ outcomes, faults }: Course): Verdict => {
  const sagas = Object.values(outcomes).reduce((sum, many) => sum + many, 0);
  const share = (status: keyof typeof LEAST): number =>
    Object.entries(outcomes)
      .filter(([name]) => name === status || name.startsWith(LIKE[status]))
      .reduce((sum, [, many]) => sum + many, 0) / Math.max(1, sagas);
  const low = (['COMPLETED', 'COMPENSATED'] as const)
    .filter((status) => share(status) < LEAST[status])
    .map(
      (status) =>
        `${percent(share(status))} of ${sagas} sagas are ${status}; ${percent(LEAST[status])} is the least.${ADVICE[status]}`,
    );
  const never = faults
    .filter(({ happened }) => happened === 0)
    .map(({ kind, planned }) => `${kind} was to happen ${planned} times, and never met anything.`);
  const happened = faults.reduce((sum, each) => sum + each.happened, 0);
  return verdict('I-13', [...low, ...never], {
    holds: `Enough happened: ${percent(share('COMPLETED'))} of ${sagas} sagas COMPLETED, ${percent(share('COMPENSATED'))} COMPENSATED, ${happened} faults of ${faults.length} kinds.`,
    violated: 'Too little happened for this run to prove anything.',
  });
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
