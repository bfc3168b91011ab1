// Whoever loses again and again takes nothing for a while, and sooner if it has not taken messages for long.
import { expect } from 'chai';
import { virtualClock } from '../testing/virtual-clock.ts';
import { steppingAside } from './step-aside.ts';

const setUp = () => {
  const clock = virtualClock();
  const calls: string[] = [];
  const note = (what: string) => (reason: string) => {
    calls.push(`${what} ${reason}`);
    return Promise.resolve();
  };
  const waits: number[] = [];
  const one = steppingAside({
    incoming: { pause: note('pause'), resume: note('resume') },
    clock,
    ids: { random: () => 0.5 },
    observer: (seen) => {
      if (seen.kind === 'stepped-aside') waits.push(seen.ms);
    },
  });
  const lose = (times: number): void => {
    for (let n = 0; n < times; n += 1) one.lost();
  };
  return { clock, calls, waits, lose, stop: one.stop };
};

describe('An instance that is in conflict with another one', () => {
  it('goes on where they meet now and then', async () => {
    const { clock, calls, lose } = setUp();
    for (let second = 0; second < 20; second += 1) {
      lose(9);
      await clock.advance(1_000);
    }
    expect(calls).to.deep.equal([]);
  });

  it('takes nothing for a while after many conflicts, and then begins again', async () => {
    const { clock, calls, lose } = setUp();
    lose(25);
    expect(calls).to.deep.equal(['pause rivals']);
    await clock.advance(249);
    expect(calls).to.have.length(1);
    await clock.advance(1);
    expect(calls).to.deep.equal(['pause rivals', 'resume rivals']);
  });

  it('waits longer each time, and short again after some peace', async () => {
    const { clock, waits, lose } = setUp();
    for (let n = 0; n < 5; n += 1) {
      lose(100);
      await clock.advance(2_000);
    }
    expect(waits.slice(0, 4)).to.deep.equal([250, 500, 1_000, 2_000]);
    await clock.advance(20_000);
    lose(100);
    expect(waits.at(-1)).to.equal(250);
  });

  it('steps aside after more conflicts the longer it has taken messages', async () => {
    const { clock, calls, lose } = setUp();
    await clock.advance(60_000);
    lose(49);
    expect(calls).to.deep.equal([]);
    lose(1);
    expect(calls).to.deep.equal(['pause rivals']);
  });

  it('does not come back once it is stopped', async () => {
    const { clock, calls, lose, stop } = setUp();
    lose(20);
    stop();
    await clock.advance(60_000);
    lose(200);
    expect(calls).to.deep.equal(['pause rivals']);
  });
});
