// A timer is judged on no state that is older than what its commit rests on.
import { expect } from 'chai';
import type { Decider } from '../decider/decider.ts';
import { commitOf } from '../store/fixtures.ts';
import { memoryStore } from '../store/memory-store.ts';
import { message } from '../testing/given.ts';
import { tally } from '../testing/tally.ts';
import type { Added, TallyMessage } from '../testing/tally.ts';
import { isObsolete, isWanted } from './open-timers.ts';
import { streamCache } from './stream-cache.ts';

const timer = message({ type: 'AddAgain', data: { tally: 'x', enough: 9 } }) as TallyMessage;
/** Wanted from 2 on. */
const decider: Decider<number, TallyMessage, Added> = {
  ...tally,
  wants: (states) => (states['tally-x'] ?? 0) >= 2,
};
const added = (version: number) =>
  commitOf(`x${version}`, {
    writes: [['tally-x', version]],
    events: [{ stream: 'tally-x', version, type: 'Added', schemaVersion: 1, data: { n: 1 } }],
  });

/** The tally is at 1. */
const setUp = async () => {
  const store = memoryStore({ now: () => 0 });
  await store.insertOrdered([added(1)]);
  const cache = streamCache(store, decider);
  return { store, cache, parts: { service: 'tally', decider, cache } };
};

describe('A timer on a stream that its commit does not write', () => {
  const arming = commitOf('m1', { writes: [['tally-a', 1]] });

  // @mutation The state: no timer is judged on a stream that was only taken for empty [none: a simulated run is too short for four of a type to begin after a restart]
  it('is not judged on a stream that was taken for empty', async () => {
    const { store, cache, parts } = await setUp();
    await store.insertOrdered([added(2)]);
    cache.presumeEmpty('tally-x');
    expect(isObsolete(parts, arming, timer)).to.equal(false);
    expect(await isWanted(parts, arming, timer)).to.equal(true);
  });

  it('is not judged on less than its commit has read', async () => {
    const { store, cache, parts } = await setUp();
    await cache.get('tally-x');
    await store.insertOrdered([added(2)]);
    const reading = { ...arming, reads: ['tally-x@000000000002'] };
    expect(isObsolete(parts, arming, timer), 'of which it knows nothing').to.equal(true);
    expect(isObsolete(parts, reading, timer)).to.equal(false);
    expect(await isWanted(parts, reading, timer)).to.equal(true);
  });
});
