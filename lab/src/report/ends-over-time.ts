// How sagas ended over the time of a run, from its histories.
import { streamOf } from '@saga-lab/platform/decider/streams';
import { categories } from '@saga-lab/contracts/streams';
import type { Facts } from '../checker/facts.ts';
import type { Schedule, Series } from './schedule.ts';

const kinds = [
  { name: 'COMPLETED', ended: 'SagaCompleted', token: 'ok', isFilled: true },
  { name: 'COMPENSATED', ended: 'SagaCompensated', token: 'compensation', isFilled: false },
] as const;

/** @param began milliseconds since the epoch, by the clock of the orchestrator's database. */
export const endsOverTime = (
  { history, orders }: Pick<Facts, 'history' | 'orders'>,
  {
    began,
    everyMs,
    durationMs,
  }: { readonly began: number; readonly everyMs: number; readonly durationMs: number },
): Schedule['ends'] => {
  const events = orders.flatMap(({ id }) => history.ofStream(streamOf(categories.saga, id)));
  const stretches = Math.max(1, Math.ceil(durationMs / everyMs));
  const series = kinds.map(({ ended, ...kind }): Series => {
    const values = Array.from({ length: stretches }, () => 0);
    for (const { type, at } of events) {
      const n = Math.floor((at - began) / everyMs);
      if (type === ended && n in values) values[n] = (values[n] ?? 0) + 1;
    }
    return { ...kind, values };
  });
  return { everyMs, series };
};
