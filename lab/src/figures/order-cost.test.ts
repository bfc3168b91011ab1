// What an order costs where the roles are mounted: the same as where roles are run alone, and as the papers say.
import { serviceNames } from '@saga-lab/contracts/services';
import { protocols } from '@saga-lab/protocols/index';
import { participantNames } from '@saga-lab/protocols/parties';
import { promises } from '@saga-lab/protocols/promises';
import type { Protocol } from '@saga-lab/protocols/protocol';
import { delaysHeld } from '@saga-lab/protocols/testing/endings';
import { pump } from '@saga-lab/protocols/testing/pump';
import { run } from '@saga-lab/protocols/testing/run';
import { expect } from 'chai';
import type { CommitsByService } from '../client/documents.ts';
import { orderUnder, TOTAL } from '../testing/order-under.ts';
import { costOfOrder } from './order-cost.ts';

/** Last events of the order's streams in the domain, whichever service has them. */
const endsIn = (commits: CommitsByService): readonly string[] =>
  ['order-o1', 'reservation-o1', 'payment-o1'].flatMap((stream) => {
    const events = serviceNames.flatMap((name) => commits[name]).flatMap((commit) => commit.events);
    return (
      events.filter((event) => event.stream === stream && event.type !== 'CommandAnswered').at(-1)?.type ?? []
    );
  });

const promised = ({ name, coordinator }: Protocol, which: 'happy' | 'refused', held: number) => {
  const { forced: _forced, ...cost } = promises[name]?.[which] ?? expect.fail(`${name} promises nothing`);
  return { cost: { ...cost, delaysHeld: held }, parties: coordinator ? serviceNames : participantNames };
};

describe('What an order costs, by the histories of all services', () => {
  for (const protocol of protocols) {
    it(`is what ${protocol.name} promises, if all say yes`, async () => {
      const held = delaysHeld(run(pump(protocol)), 'inventory-service');
      const { cost, parties } = promised(protocol, 'happy', held);
      const commits = await orderUnder(protocol.name, TOTAL);
      expect(costOfOrder(commits, 'o1', parties)).to.deep.equal(cost);
      expect(endsIn(commits)).to.have.members(['OrderApproved', 'PaymentCharged', 'StockShipped']);
    });

    it(`is what ${protocol.name} promises, if there is no money`, async () => {
      const held = delaysHeld(run(pump(protocol, { soldOut: ['payment-service'] })), 'inventory-service');
      const { cost, parties } = promised(protocol, 'refused', held);
      const commits = await orderUnder(protocol.name, TOTAL - 1);
      expect(costOfOrder(commits, 'o1', parties)).to.deep.equal(cost);
      expect(endsIn(commits)).to.have.members(['OrderRejected', 'StockReleased']);
    });
  }

  it('is more under a saga, which holds pieces three times as long as two-phase commit', async () => {
    expect(costOfOrder(await orderUnder('saga', TOTAL), 'o1')).to.deep.equal({
      messages: 9,
      delaysUntilKnown: 6,
      delaysUntilDone: 9,
      delaysHeld: 6,
      commits: 10,
    });
  });
});
