import { expect } from 'chai';
import { oneAtATime } from './one-at-a-time.ts';

/** Each run ends when it is told to. */
const runs = () => {
  const begun: PromiseWithResolvers<number>[] = [];
  const ask = oneAtATime(() => {
    const run = Promise.withResolvers<number>();
    begun.push(run);
    return run.promise;
  });
  return { begun, ask };
};

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('Work that is done once at a time', () => {
  it('runs at once for the first, and once more for all who asked meanwhile', async () => {
    const { begun, ask } = runs();
    const first = ask();
    await settle();
    const others = [ask(), ask()];
    await settle();
    expect(begun).to.have.length(1);
    begun[0]?.resolve(1);
    expect(await first).to.equal(1);
    await settle();
    expect(begun).to.have.length(2);
    const later = ask();
    begun[1]?.resolve(2);
    expect(await Promise.all(others)).to.deep.equal([2, 2]);
    await settle();
    begun[2]?.resolve(3);
    expect(await later).to.equal(3);
    expect(begun).to.have.length(3);
  });

  it('runs again after a failure, which only those see who asked for that run', async () => {
    const { begun, ask } = runs();
    const failing = ask().catch(String);
    await settle();
    const next = ask();
    begun[0]?.reject(new Error('away'));
    expect(await failing).to.equal('Error: away');
    await settle();
    begun[1]?.resolve(2);
    expect(await next).to.equal(2);
    const last = ask();
    await settle();
    begun[2]?.resolve(3);
    expect(await last).to.equal(3);
  });
});
