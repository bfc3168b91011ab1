// What the orchestrator measures of transactions under other protocols than the saga.
import type { Meter } from '@saga-lab/platform/telemetry/meter';
import type { Views } from '@saga-lab/platform/views/views';
import { transactions } from './read-model/transactions.ts';

const states = ['OPEN', 'PARKED'] as const;

export const transactionMetrics = (
  { ask }: Meter,
  { views }: { readonly views: Pick<Views, 'count'> },
): void => {
  const { view, category: protocols } = transactions.projection;
  ask(
    {
      name: 'transactions',
      help: 'Orders of other protocols than the saga that have not ended, of all instances, by protocol and state, from the read model; where nobody coordinates, as far as has been heard. Worry when PARKED is above 0, or when OPEN only grows: GET /transactions says which.',
      labels: ['protocol', 'state'],
    },
    () =>
      Promise.all(
        protocols
          .flatMap((protocol) => states.map((state) => ({ protocol, state })))
          .map(async (labels) => {
            const value = await views.count(view, { protocol: labels.protocol, status: labels.state });
            return { labels, value };
          }),
      ),
  );
};
