// What a person decided by hand, as the checker sees it: of the services themselves, in virtual time.
import { expect } from 'chai';
import { factsOf } from '../reader/facts-of.ts';
import { readMemory } from '../simulator/read-memory.ts';
import { scriptedLab } from '../testing/scripted-lab.ts';
import type { ScriptedLab } from '../testing/scripted-lab.ts';
import { judge } from './judge.ts';

const VOTE = '2pc.VotedYes';

describe('a decision by hand, judged', () => {
  let lab: ScriptedLab;
  beforeEach(async () => {
    lab = await scriptedLab();
    await lab.putStock('lamp', 5, 300);
    await lab.putAccount('ada', 1_000);
    lab.hold(VOTE);
    await lab.place('o1', 'ada', [{ sku: 'lamp', quantity: 2 }], '2pc');
    await lab.pass(1_000);
  });
  afterEach(() => lab.end());

  /** The votes are late: the coordinator has aborted by then. */
  const judged = async () => {
    await lab.pass(10_000);
    for (const _vote of ['inventory', 'payment']) await lab.release(VOTE);
    await lab.pass(2_000);
    const read = await readMemory(lab, { customers: ['ada'], skus: ['lamp'], orders: ['o1'] });
    return judge(factsOf(read)).filter(({ state }) => state !== 'holds');
  };

  it('is heuristic damage where the outcome was another, and nothing else is violated', async () => {
    await lab.decideByHand('inventory-service', 'o1', 'COMMIT', 'the customer waits');
    const [agreement, ...others] = await judged();
    expect(others).to.deep.equal([]);
    expect(agreement?.invariant).to.equal('I-4');
    expect(agreement?.findings[0]).to.equal(
      'order o1: heuristic damage: grace decided COMMITTED by hand at inventory-service ("the customer waits"), and the outcome was another.',
    );
    expect(agreement?.findings.slice(1).join(' ')).to.include('REJECTED means reservation not SHIPPED');
  });

  it('is none where the outcome is the same', async () => {
    await lab.decideByHand('inventory-service', 'o1', 'ABORT', 'the shelf is empty');
    expect(await judged()).to.deep.equal([]);
  });
});
