import { expect } from 'chai';
import { stub, useFakeTimers } from 'sinon';
import type { SinonFakeTimers } from 'sinon';
import { supervise } from './supervise.ts';

describe('the supervisor', () => {
  let time: SinonFakeTimers;
  beforeEach(() => {
    time = useFakeTimers();
  });
  afterEach(() => {
    time.restore();
  });

  /** Opens 1, 2, 3, ...; `fails` many times it cannot. */
  const counting = (fails = 0) => {
    const closed: number[] = [];
    const state = { opened: 0, fails, lose: (_why: string): void => undefined };
    const supervised = supervise<number>({
      most: 2_000,
      open: (lost) => {
        state.lose = lost;
        state.opened += 1;
        return state.opened <= state.fails ? Promise.reject(new Error('no')) : Promise.resolve(state.opened);
      },
      close: (thing) => {
        closed.push(thing);
        return Promise.resolve();
      },
    });
    return { state, closed, supervised };
  };

  /** Milliseconds between the first tries, all of which fail, with this number for every chance. */
  const waitsWith = async (chance: number, tries: number): Promise<readonly number[]> => {
    const random = stub(Math, 'random').returns(chance);
    const at: number[] = [];
    const supervised = supervise<number>({
      most: 2_000,
      open: () => {
        at.push(Date.now());
        return Promise.reject(new Error('no'));
      },
      close: () => Promise.resolve(),
    });
    await supervised.start();
    await time.tickAsync(10_000);
    await supervised.stop();
    random.restore();
    return at.slice(1, tries + 1).map((instant, n) => instant - (at[n] ?? 0));
  };

  // @covers R-24
  it('doubles the wait up to the longest, with a jitter of a fifth', async () => {
    expect(await waitsWith(0.5, 7)).to.deep.equal([100, 200, 400, 800, 1_600, 2_000, 2_000]);
    expect([await waitsWith(0, 1), await waitsWith(1, 1)]).to.deep.equal([[80], [120]]);
  });

  // @covers R-24
  // @mutation The messages: the supervisor, which opens again what was lost [twin: channel supervisor off]
  it('tries for ever', async () => {
    const { supervised } = counting(200);
    await supervised.start();
    expect(supervised.trouble()).to.equal('no');
    await time.tickAsync(1_000_000);
    expect(supervised.current()).to.equal(201);
  });

  // @covers R-22
  it('opens again within 120 ms what was lost after a good time', async () => {
    const { supervised, state } = counting();
    await supervised.start();
    await time.tickAsync(5_000);
    state.lose('gone');
    expect([supervised.current(), supervised.trouble()]).to.deep.equal([undefined, 'gone']);
    await time.tickAsync(120);
    expect(supervised.current()).to.equal(2);
  });

  // @covers F-43 F-48
  it('waits longer and longer for what is lost at once every time', async () => {
    const { supervised, state } = counting();
    await supervised.start();
    for (let round = 0; round < 100; round += 1) {
      state.lose('gone');
      await time.tickAsync(100);
    }
    expect(state.opened).to.be.below(15);
  });

  it('counts a loss once, however many events tell of it', async () => {
    const { supervised, state } = counting();
    await supervised.start();
    const { lose } = state;
    lose('error');
    lose('close');
    await time.tickAsync(120);
    lose('late news of the first one');
    expect([supervised.current(), state.opened]).to.deep.equal([2, 2]);
  });

  // @covers R-23
  it('closes what was lost before it was open, and opens another', async () => {
    const { supervised, closed, state } = counting();
    const starting = supervised.start();
    state.lose('gone already');
    await starting;
    expect([supervised.current(), closed]).to.deep.equal([undefined, [1]]);
    await time.tickAsync(120);
    expect(supervised.current()).to.equal(2);
  });

  it('closes what it drops, and opens another', async () => {
    const { supervised, closed } = counting();
    await supervised.start();
    supervised.drop('no answer');
    await time.tickAsync(120);
    expect([supervised.current(), closed]).to.deep.equal([2, [1]]);
  });

  it('closes what is opened after it was stopped, and stays closed', async () => {
    const { supervised, closed, state } = counting();
    const starting = supervised.start();
    await supervised.stop();
    await starting;
    supervised.hurry();
    state.lose('late');
    await time.tickAsync(10_000);
    expect([supervised.current(), state.opened, closed]).to.deep.equal([undefined, 1, [1]]);
  });

  it('does not wait when hurried, and leaves alone what is open', async () => {
    const { supervised, state } = counting(5);
    await supervised.start();
    await time.tickAsync(1_000); // tries at about 0, 100, 300 and 700 ms
    for (const _again of [5, 6, 7]) {
      supervised.hurry();
      await time.tickAsync(0);
    }
    expect([supervised.current(), state.opened]).to.deep.equal([6, 6]);
  });
});
