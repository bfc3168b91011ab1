import { expect } from 'chai';
import { harness } from '../testing/runtime-harness.ts';
import { add } from '../testing/tally.ts';

const fromAhead = { ...add('m1', 1, 'a'), lamport: 41 };

/** The logical time of what `m2` caused. */
const timeOfSecond = async ({ base }: ReturnType<typeof harness>) => (await base.find(['m2']))[0]?.lamport;

describe('A commit, in logical time', () => {
  it('is later than its message', async () => {
    const { runtime, base } = harness();
    await runtime.handle(fromAhead);
    expect((await base.find(['m1']))[0]?.lamport).to.equal(42);
  });

  // @mutation The state: logical time: the streams' part of it [twin: Lamport not taken from the streams]
  it('is later than every stream it read, whoever wrote it', async () => {
    const before = harness();
    await before.runtime.handle(fromAhead);
    const restarted = harness({ base: before.base });
    await restarted.runtime.handle(add('m2', 1, 'a', 'b'));
    expect(await timeOfSecond(restarted)).to.equal(43);
  });

  // @mutation The state: logical time: the instance's own part [none: it orders what one instance wrote to different streams, on which nothing rests]
  it('is later than everything its instance committed before', async () => {
    const world = harness();
    await world.runtime.handle(fromAhead);
    await world.runtime.handle(add('m2', 1, 'b'));
    expect(await timeOfSecond(world)).to.equal(43);
  });
});
