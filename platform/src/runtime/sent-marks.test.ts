import { expect } from 'chai';
import type { CommitStore, SentMark } from '../store/store.ts';
import { GRACE_MS, LEASE_MS, harness } from '../testing/runtime-harness.ts';
import { add, addTwice } from '../testing/tally.ts';
import { virtualClock } from '../testing/virtual-clock.ts';

/** A runtime, and the marks that it writes. */
const marking = (publishWindow?: number) => {
  const marks: SentMark[] = [];
  const wrap = (store: CommitStore): Partial<CommitStore> => ({
    markSent: (written) => {
      marks.push(...written);
      return store.markSent(written);
    },
  });
  return { ...harness({ wrap, publishWindow }), marks };
};

describe('Marks of what is sent', () => {
  it('say once that a commit is done, whose timer nobody wants any more before a sweeper would look at it', async () => {
    const { runtime, clock, marks, seen } = marking();
    await runtime.start();
    await runtime.handle(addTwice('m1', 3_000, 5));
    await runtime.handle(add('m2', 10, 'a'));
    await clock.advance(10 * LEASE_MS);
    expect(marks.filter(({ id }) => id === 'm1')).to.deep.equal([{ id: 'm1', sent: [0, 1] }]);
    expect(seen('swept')).to.deep.equal([]);
    expect(seen('timers-dropped')).to.deep.equal([{ kind: 'timers-dropped', count: 1 }]);
  });

  it('say in time what is left of a commit whose timer is still wanted', async () => {
    const { runtime, clock, marks, published } = marking();
    await runtime.start();
    const now = clock.now();
    await runtime.handle(addTwice('m1', 3_000, 5));
    await clock.advance(GRACE_MS - 1);
    expect(marks).to.deep.equal([{ id: 'm1', sent: [0], pendingAt: now + 3_000 }]);
    await clock.advance(10 * LEASE_MS);
    expect(published).to.have.length(1);
  });

  it('are not held back while there are few: what is sent is known at once', async () => {
    const { runtime, clock, marks } = marking(30);
    const now = clock.now();
    await runtime.handle(addTwice('m1', 3_000, 5));
    await clock.advance(50);
    expect(marks.splice(0)).to.deep.equal([{ id: 'm1', sent: [0], pendingAt: now + 3_000 }]);
    await Promise.all(['m2', 'm3', 'm4'].map((id) => runtime.handle(addTwice(id, 3_000, 50, id))));
    await clock.advance(100);
    expect(marks, 'three are not few here').to.deep.equal([]);
  });

  it('have longer where many timers are wanted beyond the first look of a sweeper, until that has not happened for a while', async () => {
    const { runtime, clock, base, marks, script } = marking(30);
    const arm = async (ids: readonly string[], enough: number) => {
      await Promise.all(ids.map((id) => runtime.handle(addTwice(id, 6_000, enough, id))));
      const [first] = await base.find(ids.slice(0, 1));
      return (first?.pendingAt ?? 0) - clock.now();
    };
    const grace = [await arm(['a1', 'a2'], 9)];
    await clock.advance(1_500);
    grace.push(await arm(['b1', 'b2', 'b3'], 9)); // two were not many
    await clock.advance(1_500);
    grace.push(await arm(['c1', 'c2', 'c3'], 9));
    marks.splice(0);
    await clock.advance(1_500);
    expect(marks, 'held back for longer now').to.deep.equal([]);
    script.publishing = 'away';
    grace.push(await arm(['d1'], 9));
    script.publishing = 'open';
    grace.push(await arm(['d2'], 9));
    await clock.advance(12_000);
    grace.push(await arm(['e1'], 9));
    await clock.advance(12_000);
    grace.push(await arm(['f1'], 9));
    expect(grace).to.deep.equal([1, 1, 2, 1, 2, 2, 1].map((seconds) => seconds * GRACE_MS));
  });

  it('do not keep a timer back that is due before a sweeper would look again', async () => {
    const crashed = harness();
    crashed.script.answer = () => new Promise(() => undefined);
    await crashed.runtime.handle(addTwice('m1', 3_000, 9));
    const { runtime, clock, base, total } = harness({ clock: crashed.clock, base: crashed.base });
    await runtime.start();
    await clock.advance(GRACE_MS + 100);
    expect((await base.find(['m1']))[0]?.pendingAt, 'it is claimed').to.be.above(clock.now() + 3_000);
    await clock.advance(3_000);
    expect(await total('a')).to.equal(2);
  });

  it('that are held back when a process dies are missed by nobody: its messages are sent once more', async () => {
    const crashed = harness({ wrap: () => ({ markSent: () => new Promise(() => undefined) }) });
    await crashed.runtime.handle(addTwice('m1', 3_000, 5));
    const { runtime, clock, base, published, total } = harness({ clock: crashed.clock, base: crashed.base });
    await runtime.start();
    await clock.advance(10 * LEASE_MS);
    expect(published.map(({ id }) => id)).to.deep.equal(crashed.published.map(({ id }) => id));
    expect(await total('a')).to.equal(2);
    expect((await base.pending()).count).to.equal(0);
  });

  // @mutation The messages: what is noted of commits while a sweeper claims them [none: it is milliseconds wide]
  it('count before they are durable: what is confirmed while a sweeper claims its commit is not sent again', async () => {
    for (const claimMs of [10, 200]) {
      const clock = virtualClock();
      const wait = (ms: number) => new Promise<void>((resolve) => clock.wakeAt(clock.now() + ms, resolve));
      let confirm = (): void => undefined;
      const wrap = (store: CommitStore): Partial<CommitStore> => ({
        claimDue: async (limit, leaseMs) => {
          const due = await store.claimDue(limit, leaseMs);
          if (due.length > 0) confirm();
          if (due.length > 0) await wait(claimMs);
          return due;
        },
        markSent: (marks) => wait(500).then(() => store.markSent(marks)),
      });
      const { runtime, script, published, base } = harness({ wrap, clock });
      script.answer = () => new Promise((resolve) => (confirm = () => resolve('confirmed')));
      await runtime.start();
      await runtime.handle(add('m1', 5, 'a'));
      await clock.advance(10 * LEASE_MS);
      expect(published, `claimed within ${claimMs} ms`).to.have.length(1);
      expect((await base.pending()).count).to.equal(0);
    }
  });

  it('are all written when a service stops', async () => {
    const { runtime, base, clock, marks } = marking();
    await runtime.start();
    await runtime.handle(addTwice('m1', 3_000, 5));
    const stopped = runtime.stop();
    await clock.advance(20);
    await stopped;
    expect(marks.map(({ id, sent }) => [id, sent])).to.deep.equal([['m1', [0]]]);
    expect((await base.find(['m1']))[0]?.sent).to.deep.equal([0]);
  });
});
