import { expect } from 'chai';
import type { Publishing, PublishResult } from '../bus/bus.ts';
import { GRACE_MS, LEASE_MS, SWEEP_MS, harness } from '../testing/runtime-harness.ts';
import { add } from '../testing/tally.ts';
import { settle } from '../testing/virtual-clock.ts';

const MARK_DELAY_MS = 50;

describe('The relay', () => {
  // @covers F-64
  it('publishes right after the commit, without any wait, and notes what was confirmed', async () => {
    const { runtime, clock, base, published } = harness();
    await runtime.handle(add('m1', 5, 'a'));
    await settle();
    expect(published[0]).to.deep.include({
      type: 'TallyChanged',
      causationId: 'm1',
      source: '/tally',
      lamport: 1,
    });
    await clock.advance(MARK_DELAY_MS);
    const [commit] = await base.find(['m1']);
    expect(commit?.sent).to.deep.equal([0]);
    expect(commit).to.not.have.property('pendingAt');
  });

  // @covers R-03 R-36
  it('gives a message the same id however often its cause is decided', async () => {
    const [one, two] = [harness(), harness()];
    await Promise.all([one, two].map(({ runtime }) => runtime.handle(add('m1', 5, 'a'))));
    expect(one.published[0]?.id).to.equal(two.published[0]?.id);
    expect(one.published[0]?.id).to.match(/^o1\.[0-9a-f]{16}$/);
  });

  for (const answer of ['returned', 'nacked', 'silence'] satisfies PublishResult[]) {
    // @covers F-05 F-28 F-41 R-04
    // @mutation The messages: the confirm: the outbox is marked before it, or whatever it says [twin: outbox marked before confirm; marks set at the commit; a nack taken for a confirm]
    it(`keeps a message pending that was answered by "${answer}", and sends the same one again`, async () => {
      const { runtime, clock, base, published, script, seen } = harness();
      await runtime.start();
      script.answer = () => answer;
      await runtime.handle(add('m1', 5, 'a'));
      await clock.advance(MARK_DELAY_MS);
      expect((await base.pending()).count).to.equal(1);
      expect(seen('unsent')).to.have.length(1);
      script.answer = () => 'confirmed';
      await clock.advance(GRACE_MS + 2 * LEASE_MS);
      expect(published.map(({ id }) => id)).to.deep.equal([published[0]?.id, published[0]?.id]);
      expect((await base.pending()).count).to.equal(0);
    });
  }

  // @covers R-05
  it('has never more unconfirmed messages than its window', async () => {
    const { runtime, published, script } = harness();
    script.answer = () => new Promise<PublishResult>(() => undefined);
    const messages = Array.from({ length: 25 }, (_, n) => add(`m${n}`, 1, `t${n}`));
    await Promise.all(messages.map(runtime.handle));
    await settle();
    expect(published).to.have.length(10);
  });

  // @covers R-06
  it('sends what happened to one stream in the order in which it happened, as long as nothing fails', async () => {
    const { runtime, published } = harness();
    const numbers = Array.from({ length: 30 }, (_, n) => n + 1);
    await Promise.all(numbers.map((n) => runtime.handle(add(`m${n}`, n, 'a'))));
    await settle();
    expect(published.map(({ data }) => (data as { n: number }).n)).to.deep.equal(numbers);
  });

  // @covers R-07
  it('may stand still for longer than a commit is left to it: another sends the same message meanwhile, and nothing is lost', async () => {
    const still = harness();
    let confirm = (): void => undefined;
    still.script.answer = () => new Promise((resolve) => (confirm = () => resolve('confirmed')));
    await still.runtime.handle(add('m1', 5, 'a'));
    const other = harness({ clock: still.clock, base: still.base });
    await other.runtime.start();
    await other.clock.advance(GRACE_MS + SWEEP_MS + MARK_DELAY_MS);
    expect(other.published.map(({ id }) => id)).to.deep.equal(still.published.map(({ id }) => id));
    confirm();
    await other.clock.advance(2 * LEASE_MS);
    expect([still.published.length, other.published.length]).to.deep.equal([1, 1]);
    const [commit] = await still.base.find(['m1']);
    expect(commit?.sent).to.deep.equal([0]);
  });

  for (const publishing of ['blocked', 'away'] satisfies Publishing[])
    // @covers F-25 R-05
    it(`neither publishes nor claims anything while the way to the broker is ${publishing}, and does it right afterwards`, async () => {
      const { runtime, clock, base, published, script, seen } = harness();
      await runtime.start();
      script.publishing = publishing;
      await Promise.all([1, 2, 3].map((n) => runtime.handle(add(`m${n}`, 1, `t${n}`))));
      await clock.advance(10 * LEASE_MS);
      expect([published.length, seen('swept').length]).to.deep.equal([0, 0]);
      script.publishing = 'open';
      await clock.advance(SWEEP_MS + MARK_DELAY_MS);
      expect(published).to.have.length(3);
      expect((await base.pending()).count).to.equal(0);
    });

  it('leaves to the sweeper what does not fit into its queue', async () => {
    const { runtime, clock, base, published, script } = harness();
    await runtime.start();
    const answers: (() => void)[] = [];
    script.answer = () => new Promise<PublishResult>((resolve) => answers.push(() => resolve('confirmed')));
    const messages = Array.from({ length: 300 }, (_, n) => add(`m${n}`, 1, `t${n}`));
    await Promise.all(messages.map(runtime.handle));
    script.answer = () => 'confirmed';
    for (const answer of answers) answer();
    await clock.advance(GRACE_MS + 2 * LEASE_MS);
    expect(new Set(published.map(({ id }) => id)).size).to.equal(300);
    expect((await base.pending()).count).to.equal(0);
  });
});
