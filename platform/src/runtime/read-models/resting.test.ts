import { expect } from 'chai';
import type { FollowedPage } from '../../store/store.ts';
import { commitOf } from '../../store/fixtures.ts';
import { virtualClock } from '../../testing/virtual-clock.ts';
import type { Clock } from '../ports.ts';
import { resting } from './resting.ts';

const pageOf = (size: number, read: number): FollowedPage => ({
  commits: Array.from({ length: size }, (_, n) => ({ commit: commitOf(`c${n}`), position: '0' })),
  upTo: '0',
  read,
});

/** How long the feed rests after a page with `size` commits, of `read`, that took `took` ms. */
const restAfter = async (took: number, size = 1, read = size): Promise<number> => {
  let now = 0;
  const clock: Clock = {
    now: () => now,
    wakeAt: (instant, wake) => {
      now = instant;
      wake();
      return () => undefined;
    },
  };
  const work = () => {
    now += took;
    return Promise.resolve();
  };
  await resting(clock, work).onPage(pageOf(size, read));
  return now - took;
};

describe('a feed', () => {
  it('rests the longer, the longer a page took, and never long', async () => {
    expect(await restAfter(2)).to.equal(8);
    expect(await restAfter(50)).to.equal(200);
    expect(await restAfter(5_000)).to.equal(400);
  });
  it('rests longest where all that it brings is known already', async () => {
    expect(await restAfter(0, 0, 7)).to.equal(1_000);
  });
  it('does not rest where there was nothing to do, nor before it has caught up', async () => {
    expect(await restAfter(0)).to.equal(0);
    expect(await restAfter(50, 200)).to.equal(0);
    expect(await restAfter(0, 0, 200)).to.equal(0);
  });
  it('wakes up when it is to end, and rests no more', async () => {
    const clock = virtualClock();
    const feed = resting(clock, () => Promise.resolve());
    const first = feed.onPage(pageOf(0, 1));
    await Promise.resolve();
    feed.end();
    await first;
    await feed.onPage(pageOf(0, 1));
    expect(clock.now()).to.equal(virtualClock().now());
  });
});
