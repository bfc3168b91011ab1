import { expect } from 'chai';
import {
  completed,
  compensated,
  findingsOf,
  judged,
  violatedBy,
  withCommits,
} from '../testing/made-up-facts.ts';
import { sagaHistory } from '../testing/made-up.ts';

describe('I-5 and I-6, single effects', () => {
  it('do not count a refusal as an effect', () => {
    const verdict = judged(compensated()).find(({ invariant }) => invariant === 'I-5');
    expect(verdict?.sentence).to.include('2 effects'); // placed and rejected
  });

  it('I-5 turns red when a command took effect twice', () => {
    const made = withCommits(completed(), 'order-service', (commits) => [
      ...commits,
      ...commits.filter(({ input }) => input.type === 'ApproveOrder'),
    ]);
    expect(violatedBy(made)).to.include('I-5');
    expect(findingsOf(made, 'I-5')).to.deep.equal(['ApproveOrder of saga o1 took effect 2 times.']);
  });

  it('I-6 turns red when an action took effect after its compensation, an empty one too', () => {
    const { commits } = sagaHistory('o1')
      .answers(1, 'ReleaseStock', 'StockReleased', { answer: 'EMPTY' })
      .answers(2, 'ReserveStock', 'StockReserved');
    expect(findingsOf({ ...compensated(), commits }, 'I-6')).to.deep.equal([
      'ReserveStock of saga o1 took effect after ReleaseStock.',
    ]);
  });

  it('I-6 turns red when a step that cannot be undone itself took effect behind a compensation', () => {
    const { commits } = sagaHistory('o1')
      .answers(1, 'RejectOrder', 'OrderRejected')
      .answers(2, 'ApproveOrder', 'OrderApproved');
    expect(violatedBy({ ...compensated(), commits })).to.include('I-6');
  });

  it('I-6 holds when the barrier turned the late action away', () => {
    const { commits } = sagaHistory('o1')
      .answers(1, 'ReleaseStock', 'StockReleased', { answer: 'EMPTY' })
      .answers(2, 'ReserveStock', 'CommandRejected', { answer: 'HANGING_REJECTED' });
    expect(violatedBy({ ...compensated(), commits })).not.to.include('I-6');
  });
});
