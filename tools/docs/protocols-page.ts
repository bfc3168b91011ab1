// The tables of protocols/README.md of what an order costs, counted by running the roles.
import { costOfOrder } from '@saga-lab/lab/figures/order-cost';
import { orderUnder, TOTAL } from '@saga-lab/lab/testing/order-under';
import { protocols } from '@saga-lab/protocols/index';
import type { Party } from '@saga-lab/protocols/parties';
import type { Protocol } from '@saga-lab/protocols/protocol';
import { costOf, delaysHeld, forcedUntilKnown } from '@saga-lab/protocols/testing/endings';
import { pump } from '@saga-lab/protocols/testing/pump';
import { run } from '@saga-lab/protocols/testing/run';
import { table } from './markdown-table.ts';

const measured = (protocol: Protocol, soldOut: readonly Party[]) => {
  const system = run(pump(protocol, { soldOut }));
  const { forced } = protocol.promise;
  return {
    ...costOf(protocol, forced, system),
    held: delaysHeld(system, 'inventory-service'),
    early: forcedUntilKnown(protocol, forced, system),
  };
};

/** Of one order without faults: if all say yes, and if payment refuses. */
export const costTables = async (): Promise<string> =>
  [
    'If all say yes:',
    costTable('approved after', await ofTheSaga(TOTAL), []),
    'If payment refuses:',
    costTable('rejected after', await ofTheSaga(TOTAL - 1), ['payment-service']),
  ].join('\n\n');

type Row = readonly (string | number)[];

const costTable = (ended: string, saga: Row, soldOut: readonly Party[]): string =>
  table(
    [
      ...['protocol', 'messages', ended, 'all done after', 'inventory holds for'],
      ...['commits', 'forced', 'forced before the end is known'],
    ],
    [saga, ...protocols.map((protocol) => rowOf(protocol, soldOut))],
  );

/** By the components of all services. A saga is one chain of messages, and each of its commits is forced. */
const ofTheSaga = async (opening: number): Promise<Row> => {
  const cost = costOfOrder(await orderUnder('saga', opening), 'o1');
  const { messages, delaysUntilKnown, delaysUntilDone, delaysHeld: held, commits } = cost;
  return ['saga', messages, delaysUntilKnown, delaysUntilDone, held, commits, commits, delaysUntilKnown];
};

const rowOf = (protocol: Protocol, soldOut: readonly Party[]): Row => {
  const { messages, delaysUntilKnown, delaysUntilDone, held, commits, ...writes } = measured(
    protocol,
    soldOut,
  );
  const delays = [delaysUntilKnown, delaysUntilDone, held];
  return [`\`${protocol.name}\``, messages, ...delays, commits, writes.forced, writes.early];
};
