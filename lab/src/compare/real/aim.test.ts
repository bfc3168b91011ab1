import { expect } from 'chai';
import { columns } from '../columns.ts';
import { experiments } from '../conditions.ts';
import type { Condition } from '../conditions.ts';
import { aimAt } from './aim.ts';

const aimed = async (protocol: string, condition: Condition) => {
  const column = columns.find(({ name }) => name === protocol) ?? expect.fail(protocol);
  const aim = await aimAt(column, experiments[condition]);
  return aim ?? expect.fail(`nothing strikes under ${condition}`);
};

/** `inventory-service: 2pc.VotedYes`, of what is withheld until the fault strikes. */
const withheld = async (protocol: string, condition: Condition): Promise<readonly string[]> =>
  (await aimed(protocol, condition)).withheld.map(({ by, type }) => `${by}: ${type}`).sort();

const done = ['inventory-service', 'order-service', 'payment-service'].map((name) => `${name}: 2pc.Done`);

describe('How services on real parts are struck at a commit', () => {
  it('is by publishing nothing of what follows from the commit', async () => {
    expect(await withheld('2pc', 'B')).to.have.members(['saga-orchestrator: 2pc.Commit', ...done]);
    expect(await withheld('choreo', 'D')).to.deep.equal([
      'order-service: choreo.OrderApproved',
      'payment-service: choreo.PaymentCharged',
    ]);
    expect(await withheld('tcc', 'A')).to.include('payment-service: tcc.Tried');
  });

  it('and nothing of what may happen beside it, because votes come in any order', async () => {
    expect(await withheld('2pc', 'A')).to.have.members([
      ...['inventory-service: 2pc.VotedYes', 'payment-service: 2pc.VotedYes'],
      ...['saga-orchestrator: 2pc.Commit', ...done],
    ]);
  });

  it('but all that it rests on: whoever decides has counted each vote', async () => {
    expect(await withheld('2pc', 'G')).not.to.include('inventory-service: 2pc.VotedYes');
    expect(await withheld('3pc', 'B')).not.to.include('order-service: 3pc.Acked');
    expect(await withheld('tcc', 'A')).not.to.include('inventory-service: tcc.Tried');
  });

  it('by what is said where payment refuses, if it does', async () => {
    expect(await withheld('2pc', 'H')).to.include('payment-service: 2pc.VotedNo');
  });

  it('after one has been told, where the others are told apart from it', async () => {
    expect((await aimed('2pc', 'B1')).told).to.deep.equal({
      by: 'saga-orchestrator',
      type: '2pc.Commit',
      first: 'order-service',
      others: ['inventory-service', 'payment-service'],
    });
    expect((await aimed('saga', 'B1')).told).to.include({ type: 'ApproveOrder', first: 'order-service' });
    expect((await aimed('choreo', 'B1')).told).to.equal(undefined);
    expect((await aimed('2pc', 'B')).told).to.equal(undefined);
  });
});
