import { expect } from 'chai';
import { GRACE_MS, LEASE_MS, harness } from '../testing/runtime-harness.ts';
import { add, addTwice, tally } from '../testing/tally.ts';

describe('The sweeper', () => {
  // @covers F-04 F-06
  // @mutation The messages: the sweeper [twin: sweeper off; timers lost at restart]
  it('sends after a restart what a crash between commit and publish left unsent', async () => {
    const crashed = harness();
    crashed.script.answer = () => new Promise(() => undefined);
    await crashed.runtime.handle(add('m1', 5, 'a'));
    const restarted = harness({ clock: crashed.clock, base: crashed.base });
    await restarted.runtime.start();
    await restarted.clock.advance(GRACE_MS + 2_000);
    expect(restarted.published.map(({ type }) => type)).to.deep.equal(['TallyChanged']);
    expect((await restarted.base.pending()).count).to.equal(0);
  });

  it('leaves a fresh commit to the fast path: nothing is sent twice while all is well', async () => {
    const { runtime, clock, published } = harness();
    await runtime.start();
    await Promise.all([1, 2, 3].map((n) => runtime.handle(add(`m${n}`, 1, `t${n}`))));
    await clock.advance(10 * LEASE_MS);
    expect(published).to.have.length(3);
  });

  // @covers F-11 R-07
  it('lets only one of two instances send what was left', async () => {
    const crashed = harness();
    crashed.script.answer = () => new Promise(() => undefined);
    await Promise.all([1, 2, 3].map((n) => crashed.runtime.handle(add(`m${n}`, 1, `t${n}`))));
    const both = [1, 2].map(() => harness({ clock: crashed.clock, base: crashed.base }));
    await Promise.all(both.map(({ runtime }) => runtime.start()));
    await crashed.clock.advance(10 * LEASE_MS);
    expect(both.flatMap(({ published }) => published)).to.have.length(3);
  });

  // @covers R-42
  // @mutation The state: `wants`: always false [twin: no timer is wanted]
  it('fires a timer when it is due, not before', async () => {
    const { runtime, clock, total } = harness();
    await runtime.start();
    await runtime.handle(addTwice('m1', 3_000, 9));
    await clock.advance(2_900);
    expect(await total('a')).to.equal(1);
    await clock.advance(200);
    expect(await total('a')).to.equal(2);
  });

  it('does not send the messages of a commit again when its timer is due before their mark is written', async () => {
    const { runtime, clock, published, total } = harness();
    await runtime.start();
    await runtime.handle(addTwice('m1', 10, 9));
    await clock.advance(5_000);
    expect(await total('a')).to.equal(2);
    expect(published).to.have.length(1);
  });

  // @covers R-42
  it('fires a timer once, and after a restart too', async () => {
    const before = harness();
    await before.runtime.handle(addTwice('m1', 3_000, 9));
    await before.clock.advance(60_000);
    const restarted = harness({ clock: before.clock, base: before.base });
    await restarted.runtime.start();
    await restarted.clock.advance(10 * LEASE_MS);
    expect(await restarted.total('a')).to.equal(2);
    expect((await restarted.base.pending()).count).to.equal(0);
  });

  // @mutation The state: `wants`: always true [none: such a timer is decided, and nothing comes of it]
  it('drops a timer that nobody wants any more, without a commit', async () => {
    const { runtime, clock, base, seen } = harness();
    await runtime.start();
    await runtime.handle(addTwice('m1', 3_000, 5));
    await runtime.handle(add('m2', 10, 'a'));
    const commits = (await base.page(undefined, 100)).commits.length;
    await clock.advance(10 * LEASE_MS);
    expect(seen('timers-dropped')).to.deep.equal([{ kind: 'timers-dropped', count: 1 }]);
    expect((await base.page(undefined, 100)).commits.length).to.equal(commits);
    expect((await base.pending()).count).to.equal(0);
  });

  it('judges a timer that another instance armed on what that instance knew', async () => {
    const stale = harness();
    await stale.runtime.handle(add('m0', 1, 'a'));
    const other = harness({ clock: stale.clock, base: stale.base });
    other.script.answer = () => new Promise(() => undefined); // it crashes
    await other.runtime.handle(add('m1', 4, 'a'));
    await other.runtime.handle(addTwice('m2', 1_000, 5));
    await stale.runtime.start();
    await stale.clock.advance(5_000);
    expect(await stale.total('a')).to.equal(6);
    expect(stale.seen('timers-dropped')).to.have.length(1);
  });

  it('gives up a timer that nobody can judge any more, and goes on with the others', async () => {
    const streams: typeof tally.streams = (timer) => {
      if (timer.type === 'AddAgain' && timer.data.tally === 'a')
        throw new Error('no decider of this service decides it');
      return tally.streams(timer);
    };
    const { runtime, clock, base, seen, total } = harness({ decider: { ...tally, streams } });
    await runtime.start();
    await runtime.handle(addTwice('m1', 3_000, 9));
    await runtime.handle(addTwice('m2', 3_000, 9, 'b'));
    await clock.advance(10 * LEASE_MS);
    expect(seen('dead-letter').map((one) => one.kind === 'dead-letter' && one.reason)).to.deep.equal([
      'Error: no decider of this service decides it',
    ]);
    expect([await total('a'), await total('b')]).to.deep.equal([1, 2]);
    expect((await base.pending()).count).to.equal(0);
  });
});
