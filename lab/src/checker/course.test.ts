import { expect } from 'chai';
import { compensated, event, findingsOf, violatedBy, completed, happened } from '../testing/made-up-facts.ts';
import { sagaHistory } from '../testing/made-up.ts';

/** A saga that was undone after the payment was declined, compensation by compensation. */
const declined = (...undone: readonly (readonly [command: string, reply: string])[]) => {
  const start = sagaHistory('o1')
    .client(0, 'PlaceOrder')
    .saga(1, 'OrderPlaced', ['ReserveStock'])
    .answers(2, 'ReserveStock', 'StockReserved')
    .saga(3, 'StockReserved', ['ChargePayment'])
    .answers(4, 'ChargePayment', 'PaymentDeclined', { refused: true });
  let heard = 'PaymentDeclined';
  for (const [n, [command, reply]] of undone.entries()) {
    start.saga(5 + 2 * n, heard, [command]).answers(6 + 2 * n, command, reply);
    heard = reply;
  }
  const { commits } = start.notes(20, heard, 'SagaCompensated');
  return { ...compensated(), commits };
};

const release = ['ReleaseStock', 'StockReleased'] as const;
const reject = ['RejectOrder', 'OrderRejected'] as const;

describe('I-11, the way back', () => {
  it('holds when all that may have happened is undone, from the last to the first', () => {
    expect(findingsOf(declined(release, reject), 'I-11')).to.deep.equal([]);
  });

  it('turns red when a step is left out', () => {
    expect(findingsOf(declined(reject), 'I-11')).to.deep.equal([
      'saga o1 undid nothing before its first step; it should have undone reserve-stock.',
    ]);
  });

  it('turns red when it goes the other way round', () => {
    expect(findingsOf(declined(reject, release), 'I-11')).to.deep.equal([
      'saga o1 undid place-order before its first step; it should have undone reserve-stock.',
    ]);
  });

  it('turns red when nobody confirmed a compensation', () => {
    const made = declined(release, reject);
    const silent = made.commits['saga-orchestrator'].map((commit) => ({
      ...commit,
      events: commit.events.filter(({ type }) => type !== 'StepCompensated'),
    }));
    expect(
      findingsOf({ ...made, commits: { ...made.commits, 'saga-orchestrator': silent } }, 'I-11'),
    ).to.deep.equal([
      'saga o1 is COMPENSATED, but nobody confirmed that reserve-stock is undone.',
      'saga o1 is COMPENSATED, but nobody confirmed that place-order is undone.',
    ]);
  });

  it('turns red when a completed saga undid something', () => {
    const undo = { step: 'charge-payment', operation: 'compensation' };
    const made = happened('saga-orchestrator', 'StockShipped', [event('saga-o1', 99, 'CommandSent', undo)])(
      completed(),
    );
    expect(findingsOf(made, 'I-11')).to.deep.equal(['saga o1 is COMPLETED, and undid charge-payment.']);
  });
});

describe('I-12, ends', () => {
  it('turn red when something changes behind one', () => {
    const made = happened('payment-service', 'Late', [
      event('payment-o1', 3, 'PaymentRefunded', {}),
      event('payment-o1', 4, 'PaymentCharged', {}),
    ])(completed());
    expect(findingsOf(made, 'I-12')).to.deep.equal([
      'payment o1 had ended with PaymentRefunded, and then came PaymentCharged.',
    ]);
  });

  it('hold when a late reply is only written down', () => {
    const made = happened('saga-orchestrator', 'StockShipped', [event('saga-o1', 10, 'ReplyIgnored', {})])(
      completed(),
    );
    expect(violatedBy(made)).not.to.include('I-12');
  });
});
