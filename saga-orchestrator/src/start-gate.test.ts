import { committed } from '@saga-lab/platform/testing/observations';
import { settle, virtualClock } from '@saga-lab/platform/testing/virtual-clock';
import { expect } from 'chai';
import { startGate } from './start-gate.ts';

const guarded = async ({ most, underway = 0 }: { most: number; underway?: number }) => {
  const calls: string[] = [];
  const clock = virtualClock();
  const world = { underway, transactions: 0, asked: 0, away: false };
  const note = (what: string) => (queue: string) => {
    calls.push(`${what} ${queue}`);
    return Promise.resolve();
  };
  const gate = startGate({ most, queue: 'starts', protocols: ['2pc'] });
  const close = await gate.open({
    runningSagas: () => (world.away ? Promise.reject(new Error('away')) : Promise.resolve(world.underway)),
    openTransactions: () => {
      world.asked += 1;
      return Promise.resolve(world.transactions);
    },
    runtime: { pause: note('pause'), resume: note('resume') },
    clock,
  });
  const see = async (...types: string[]) => {
    for (const type of types)
      gate.observe(committed(/^(Saga|Command)/.test(type) ? 'saga-o1' : '2pc-o1', type));
    await settle();
  };
  return { calls, clock, world, see, close, isOpen: gate.isOpen };
};
const times = (n: number, type: string) => Array.from({ length: n }, () => type);

describe('the gate for new sagas', () => {
  // @mutation The saga: the start gate: it never closes, or never opens again [twin: a start gate that never opens again]
  it('closes when as many run as may, and opens again a little below', async () => {
    const { calls, see, isOpen } = await guarded({ most: 10 });
    await see(...times(9, 'SagaStarted'));
    expect([calls, isOpen()]).to.deep.equal([[], true]);
    await see('SagaStarted');
    expect([calls, isOpen()]).to.deep.equal([['pause starts'], false]);
    await see('SagaCompleted');
    expect(calls).to.deep.equal(['pause starts', 'resume starts']);
  });

  it('counts transactions of other protocols beside sagas, until they end or wait for people', async () => {
    const { calls, see } = await guarded({ most: 2 });
    await see('SagaStarted', 'TransactionBegun');
    expect(calls).to.deep.equal(['pause starts']);
    await see('TransactionEnded');
    expect(calls).to.deep.equal(['pause starts', 'resume starts']);
    await see('TransactionBegun', 'TransactionParked', 'TransactionBegun', 'ParkedForPeople');
    expect(calls.slice(2)).to.deep.equal(['pause starts', 'resume starts', 'pause starts', 'resume starts']);
  });

  it('counts transactions also when it counts sagas again', async () => {
    const { calls, clock, world, see } = await guarded({ most: 2 });
    await see('TransactionBegun', 'TransactionBegun');
    world.transactions = 2;
    await clock.advance(1_000);
    expect(calls).to.deep.equal(['pause starts']);
  });

  it('opens again when other instances have ended the transactions that began here', async () => {
    const { calls, clock, see, isOpen } = await guarded({ most: 2 });
    await see('TransactionBegun', 'TransactionBegun');
    await clock.advance(1_000);
    expect([calls, isOpen()]).to.deep.equal([['pause starts', 'resume starts'], true]);
  });

  it('knows of transactions that began elsewhere as soon as it has a part in one', async () => {
    const { calls, clock, world, see } = await guarded({ most: 2 });
    world.transactions = 2;
    await see('VoteCounted');
    await clock.advance(1_000);
    expect(calls).to.deep.equal(['pause starts']);
  });

  it('is right again within a second about one that ends after it was parked', async () => {
    const { calls, clock, world, see } = await guarded({ most: 1 });
    await see('TransactionBegun', 'TransactionParked', 'TransactionEnded', 'TransactionBegun');
    world.transactions = 1;
    await clock.advance(1_000);
    expect(calls).to.deep.equal(['pause starts', 'resume starts', 'pause starts']);
  });

  it('does not ask for transactions where all orders are sagas', async () => {
    const { clock, world, see } = await guarded({ most: 2 });
    await see('SagaStarted');
    await clock.advance(3_000);
    expect(world.asked).to.equal(0);
  });

  it('lets one saga after the other through if it must', async () => {
    const { calls, see } = await guarded({ most: 1 });
    await see('SagaStarted', 'CommandSent', 'SagaCompensated', 'SagaStarted');
    expect(calls).to.deep.equal(['pause starts', 'resume starts', 'pause starts']);
  });

  it('does not let a saga that waits for a person keep others waiting', async () => {
    const { calls, see } = await guarded({ most: 1 });
    await see('SagaStarted', 'SagaParked');
    expect(calls).to.deep.equal(['pause starts', 'resume starts']);
  });

  it('knows after a restart how many run', async () => {
    const { calls } = await guarded({ most: 5, underway: 5 });
    expect(calls).to.deep.equal(['pause starts']);
  });

  it('hears of what other instances did by counting again', async () => {
    const { calls, clock, world, see } = await guarded({ most: 5 });
    await see(...times(5, 'SagaStarted'));
    world.underway = 2;
    await clock.advance(1_000);
    expect(calls).to.deep.equal(['pause starts', 'resume starts']);
    world.underway = 7;
    await clock.advance(1_000);
    expect(calls.at(-1)).to.equal('pause starts');
  });

  it('goes by what it has seen while the database is away', async () => {
    const { calls, clock, world, see } = await guarded({ most: 2 });
    world.away = true;
    await see('SagaStarted');
    await clock.advance(5_000);
    expect(calls).to.deep.equal([]);
    await see('SagaStarted');
    expect(calls).to.deep.equal(['pause starts']);
  });

  it('does nothing any more once it is ended', async () => {
    const { calls, clock, world, see, close } = await guarded({ most: 1 });
    await close();
    world.underway = 9;
    await see('SagaStarted');
    await clock.advance(5_000);
    expect(calls).to.deep.equal([]);
  });
});
