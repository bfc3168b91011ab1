// Exchanges, queues, bindings and rights of all protocols together, as the broker and all who look at it need them.
import { topologyWith } from '@saga-lab/contracts/topology';
import type { Parties } from '@saga-lab/contracts/topology';
import { protocols } from './index.ts';
import type { Protocol } from './protocol.ts';

/** Who says what to whom, by type. */
export const partiesOf = (all: readonly Protocol[]): Readonly<Record<string, Parties>> =>
  Object.fromEntries(
    all.flatMap(({ messages, opening }) =>
      Object.entries(messages).map(([type, { schema: _, ...parties }]) => [
        type,
        { ...parties, opens: type === opening },
      ]),
    ),
  );

export const { queues, bindings, rights } = topologyWith(partiesOf(protocols));
