import { expect } from 'chai';
import { processIn, runUntil, smallWorld } from './testing/small-world.ts';

describe('a simulated process', () => {
  it('that is killed begins its next life after a while', async () => {
    const world = smallWorld();
    const { process, lives } = processIn(world);
    process.kill('kill');
    expect(lives.map(({ isAlive }) => isAlive())).to.deep.equal([false]);
    await runUntil(world, 1_000);
    expect(lives.map(({ isAlive }) => isAlive())).to.deep.equal([false, true]);
  });

  it('that is halted begins no other until it is started', async () => {
    const world = smallWorld();
    const { process, lives } = processIn(world);
    process.halt();
    await runUntil(world, 1_000_000);
    expect(lives.map(({ isAlive }) => isAlive())).to.deep.equal([false]);
    process.start();
    expect(lives.map(({ isAlive, n }) => [n, isAlive()])).to.deep.equal([
      [1, false],
      [2, true],
    ]);
  });
});
