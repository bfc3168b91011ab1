import { expect } from 'chai';
import { serviceNames } from '@saga-lab/contracts/services';
import { byCause } from '../checker/cause.ts';
import { orderUnder, TOTAL } from '../testing/order-under.ts';
import { columns } from './columns.ts';
import type { Point } from './conditions.ts';
import { reaches } from './points.ts';

/** Which service's commit, and about which message, is the first one with which the point is reached. */
const reachedUnder = async (protocol: string, point: Point): Promise<string> => {
  const { promise } = columns.find(({ name }) => name === protocol) ?? expect.fail(protocol);
  const commits = await orderUnder(protocol, TOTAL);
  const all = serviceNames.flatMap((service) => commits[service].map((commit) => ({ service, commit })));
  const found = all.toSorted(byCause).find(reaches(point, promise.moments));
  return found ? `${found.service}: ${found.commit.input.type}` : 'never';
};

const rows: readonly (readonly [string, Point, string])[] = [
  ['saga', 'placed', 'order-service: PlaceOrder'],
  ['saga', 'stock held', 'inventory-service: ReserveStock'],
  ['saga', 'stock heard', 'saga-orchestrator: StockReserved'],
  ['saga', 'last vote', 'payment-service: ChargePayment'],
  ['saga', 'decision', 'saga-orchestrator: PaymentCharged'],
  ['saga', 'worst', 'payment-service: ChargePayment'],
  ['choreo', 'stock heard', 'payment-service: choreo.StockReserved'],
  ['choreo', 'last vote', 'payment-service: choreo.StockReserved'],
  ['choreo', 'decision', 'order-service: choreo.PaymentCharged'],
  ['tcc', 'stock held', 'inventory-service: tcc.Try'],
  ['tcc', 'last vote', 'payment-service: tcc.Try'],
  ['tcc', 'decision', 'saga-orchestrator: tcc.Tried'],
  ['2pc', 'counted', 'saga-orchestrator: 2pc.VotedYes'],
  ['2pc', 'decision', 'saga-orchestrator: 2pc.VotedYes'],
  ['3pc', 'decision', 'saga-orchestrator: 3pc.Acked'],
  ['3pc', 'worst', 'saga-orchestrator: 3pc.VotedYes'],
];

describe('A point at which a fault strikes', () => {
  for (const [protocol, point, where] of rows)
    it(`"${point}" is reached under ${protocol} with what ${where} makes durable`, async () => {
      expect(await reachedUnder(protocol, point)).to.equal(where);
    });

  it('"last vote" is reached under two-phase commit by whoever votes last', async () => {
    expect(await reachedUnder('2pc', 'last vote')).to.match(/^(inventory|payment)-service: 2pc.Prepare$/);
  });
});
