// What whoever waits for a parallel history is told meanwhile.
import { ofEveryService } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import { historyOf } from '../../checker/history.ts';
import type { Deciding } from '../../what-if/parallel.ts';
import { AT_A_TIME, decidedWithProgress } from './deciding.ts';

const parallel = { history: historyOf(ofEveryService(() => [])), notes: [] };

/** Each bit takes so long, milliseconds. */
const slowly = (steps: number, ms: number) => {
  const clock = { now: 0 };
  const asked: number[] = [];
  const deciding: Deciding = {
    steps,
    advance: (some) => {
      asked.push(some);
      clock.now += ms;
      return Promise.resolve(asked.length * AT_A_TIME < steps);
    },
    result: () => parallel,
  };
  return { deciding, asked, now: () => clock.now };
};

describe('Deciding a long history again', () => {
  it('is told every five seconds, with how far it is', async () => {
    const told: string[] = [];
    const { deciding, asked, now } = slowly(2_700, 2_000);
    expect(await decidedWithProgress(deciding, (line) => told.push(line), now)).to.equal(parallel);
    expect(asked).to.deep.equal([500, 500, 500, 500, 500, 500]);
    expect(told).to.deep.equal(['1,500 of 2,700 commits decided again']);
  });

  it('is not told where it is quick', async () => {
    const told: string[] = [];
    const { deciding, now } = slowly(2_700, 10);
    await decidedWithProgress(deciding, (line) => told.push(line), now);
    expect(told).to.deep.equal([]);
  });

  it('gives others their turn in between, so that it can be stopped', async () => {
    const { deciding, asked, now } = slowly(2_700, 10);
    let seen = 0;
    setImmediate(() => {
      seen = asked.length;
    });
    await decidedWithProgress(deciding, () => undefined, now);
    expect(seen).to.be.within(1, 5);
  });
});
