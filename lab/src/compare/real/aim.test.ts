import { expect } from 'chai';
import { columns } from '../columns.ts';
import { experiments } from '../conditions.ts';
import type { Condition } from '../conditions.ts';
import { aimAt } from './aim.ts';

const aimed = async (protocol: string, condition: Condition) => {
  const column = columns.find(({ name }) => name === protocol) ?? expect.fail(protocol);
  const { blow } = experiments[condition];
  return aimAt(column, blow ?? expect.fail(`nothing strikes under ${condition}`));
};

describe('How a service on real parts is struck at a commit', () => {
  it('is by keeping back from it all that follows from the commit', async () => {
    expect(await aimed('2pc', 'A')).to.deep.equal({
      victim: 'saga-orchestrator',
      holds: ['2pc.VotedYes', '2pc.Done'],
    });
    expect(await aimed('saga', 'C')).to.deep.equal({ victim: 'payment-service', holds: ['ChargePayment'] });
    expect(await aimed('choreo', 'D')).to.deep.equal({
      victim: 'inventory-service',
      holds: ['choreo.OrderApproved'],
    });
  });

  it('and from the moment on at which the message comes that leads to it, where the same was taken in before', async () => {
    expect(await aimed('tcc', 'A')).to.deep.equal({
      victim: 'saga-orchestrator',
      holds: ['tcc.Tried', 'tcc.Done'],
      until: { at: 'payment-service', type: 'tcc.Try' },
    });
  });

  it('and all that may come beside it, because votes come in any order', async () => {
    expect((await aimed('2pc', 'H')).holds).to.deep.equal(['2pc.Prepare', '2pc.Commit']);
    expect((await aimed('tcc', 'H')).holds).to.deep.equal(['tcc.Try', 'tcc.Confirm']);
  });

  it('or it dies itself before it sends what it has decided', async () => {
    expect(await aimed('2pc', 'B')).to.deep.equal({
      victim: 'saga-orchestrator',
      holds: [],
      diesOver: '2pc.Commit',
    });
    expect((await aimed('saga', 'B')).diesOver).to.equal('ApproveOrder');
    expect((await aimed('choreo', 'B')).diesOver).to.equal(undefined);
  });
});
