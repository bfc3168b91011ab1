// The story of an order under another protocol than the saga: who promised, who decided, who is in doubt, and what a person did.
import { expect } from 'chai';
import { scriptedLab } from '../testing/scripted-lab.ts';
import type { ScriptedLab } from '../testing/scripted-lab.ts';
import { orderStory } from './order-story.ts';
import { historyIn } from './testing/history-in.ts';
import { flawsIn } from './well-formed.ts';

const two = [{ sku: 'lamp', quantity: 2 }];
const VOTES = ['2pc.VotedYes'];

describe('why an order of another protocol is as it is', () => {
  let lab: ScriptedLab;
  beforeEach(async () => {
    lab = await scriptedLab();
    await lab.putStock('lamp', 5, 300);
    await lab.putAccount('ada', 1_000);
  });
  afterEach(() => lab.end());

  const told = async (order = 'o1') => {
    const story = orderStory(await historyIn(lab, order));
    expect(flawsIn(story)).to.deep.equal([]);
    return { ...story, text: story.sentences.join(' ') };
  };

  for (const protocol of ['choreo', 'tcc', '2pc', '3pc'])
    it(`tells of ${protocol} from the customer's order to the end`, async () => {
      await lab.place('o1', 'ada', two, protocol);
      await lab.pass(3_000);
      const { text, under } = await told();
      expect(text).to.match(
        new RegExp(
          `^Customer ada ordered 2 x lamp .* wrote down as order o1, to be decided by ${protocol}\\.`,
        ),
      );
      expect(text).to.include(
        'set 2 x lamp aside, as it knew of 5 x lamp available (stock-lamp at version 1)',
      );
      expect(text).to.include('approved the order at 600').and.include('shipped the pieces');
      expect(text).not.to.include('in doubt');
      expect(under?.protocol).to.equal(protocol);
    });

  it('tells who refused, on what, and that the others gave back', async () => {
    await lab.putAccount('bob', 100);
    await lab.place('o1', 'bob', two, '2pc');
    await lab.pass(3_000);
    const { text } = await told();
    expect(text).to.include(
      'The payment service refused its part (INSUFFICIENT_FUNDS), as it knew of a balance of 100 (account-bob at version 1)',
    );
    expect(text).to.include('Because somebody had refused (INSUFFICIENT_FUNDS), the orchestrator decided at');
    expect(text).to.include('gave the pieces back').and.include('rejected the order (INSUFFICIENT_FUNDS)');
  });

  it('tells who is in doubt and since when, while the votes do not arrive', async () => {
    for (const type of VOTES) lab.hold(type);
    await lab.place('o1', 'ada', two, '2pc');
    await lab.pass(3_000);
    const { text, under } = await told();
    expect(text).to.match(
      /It is not finished: the order service \(PREPARED\), the payment service \(PREPARED\) and the inventory service \(PREPARED\) promised and are in doubt since .* UTC, for \d/,
    );
    expect(text).to.include('The orchestrator, which decides, has it as VOTING, OPEN since');
    expect(under?.standings.map(({ service, status }) => [service, status])).to.deep.equal([
      ['saga-orchestrator', 'OPEN'],
      ['order-service', 'IN_DOUBT'],
      ['payment-service', 'IN_DOUBT'],
      ['inventory-service', 'IN_DOUBT'],
    ]);
  });

  it('tells of whoever is turned away what others held then, of pieces and of money', async () => {
    await lab.putAccount('bob', 1_000);
    for (const type of VOTES) lab.hold(type);
    await lab.place('o1', 'ada', two, '2pc');
    await lab.pass(1_000);
    await lab.place('o2', 'bob', [{ sku: 'lamp', quantity: 4 }]);
    await lab.place('o3', 'ada', two);
    await lab.pass(1_000);
    expect((await told('o2')).text).to.include(
      '(OUT_OF_STOCK of lamp), as it knew of 3 x lamp available beside 2 on hold for other orders (stock-lamp at version 2)',
    );
    expect((await told('o3')).text).to.include(
      '(INSUFFICIENT_FUNDS), as it knew of a balance of 400 beside 600 on hold for other orders (account-ada at version 2)',
    );
  });

  it('tells what a person decided, and the damage', async () => {
    for (const type of VOTES) lab.hold(type);
    await lab.place('o1', 'ada', two, '2pc');
    await lab.pass(1_000);
    await lab.decideByHand('inventory-service', 'o1', 'COMMIT', 'the customer stands at the counter');
    await lab.pass(60_000);
    const { text, under } = await told();
    expect(text).to.include(
      'Operator grace decided by hand at the inventory service: COMMITTED ("the customer stands at the counter"), so that it shipped the pieces',
    );
    expect(text).to.include('Because not everybody had answered in time, the orchestrator decided at');
    expect(text).to.include('heuristic damage');
    const [ofInventory] = under?.standings.filter(({ service }) => service === 'inventory-service') ?? [];
    expect(ofInventory?.damage?.outcome).to.equal('ABORT');
  });

  it('tells who gave it up by hand, and why', async () => {
    for (const type of VOTES) lab.hold(type);
    await lab.place('o1', 'ada', two, '2pc');
    await lab.pass(1_000);
    await lab.abortByHand('2pc', 'o1', 'the shop is closed');
    await lab.pass(3_000);
    expect((await told()).text).to.include(
      'Because operator grace gave it up ("the shop is closed"), the orchestrator decided at',
    );
  });
});
