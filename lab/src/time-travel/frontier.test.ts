// Histories that were read while the system went on: nothing in them lacks its cause.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import fc from 'fast-check';
import type { CommitsByService } from '../client/documents.ts';
import { sagaHistory } from '../testing/made-up.ts';
import { withCauses } from './frontier.ts';

const { commits: whole } = sagaHistory('o1')
  .client(0, 'PlaceOrder')
  .saga(1, 'OrderPlaced', ['ReserveStock'])
  .answers(2, 'ReserveStock', 'StockReserved')
  .saga(3, 'StockReserved', ['ChargePayment'])
  .answers(4, 'ChargePayment', 'PaymentCharged')
  .saga(5, 'PaymentCharged', ['ApproveOrder'])
  .answers(6, 'ApproveOrder', 'OrderApproved');

const upTo = (lengths: Readonly<Record<string, number>>): CommitsByService =>
  ofEveryService((name) => whole[name].slice(0, lengths[name] ?? 0));
const lengthsOf = (commits: CommitsByService) => ofEveryService((name) => commits[name].length);

const lacking = (commits: CommitsByService): readonly string[] => {
  const all = serviceNames.flatMap((name) => commits[name]);
  const sent = new Set(all.flatMap(({ outbox }) => outbox.map(({ id }) => id)));
  return all.map(({ _id }) => _id).filter((id) => !id.startsWith('http:') && !sent.has(id));
};

describe('Histories that were read one after the other', () => {
  it('get the causes of what was read, and nothing more', () => {
    const first = upTo({ 'payment-service': 1 });
    expect(lengthsOf(withCauses(first, whole))).to.deep.equal({
      'saga-orchestrator': 2,
      'order-service': 1,
      'payment-service': 1,
      'inventory-service': 1,
    });
    const early = upTo({ 'order-service': 1 });
    expect(withCauses(early, whole)).to.deep.equal(early);
  });

  it('lack no cause, however far each was read', () =>
    fc.assert(
      fc.property(fc.record(ofEveryService((name) => fc.nat(whole[name].length))), (lengths) => {
        const found = withCauses(upTo(lengths), whole);
        expect(lacking(found)).to.deep.equal([]);
        for (const name of serviceNames) expect(found[name].length).to.be.at.least(lengths[name]);
      }),
    ));
});
