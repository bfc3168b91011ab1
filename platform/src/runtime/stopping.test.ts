import { expect } from 'chai';
import type { PublishResult } from '../bus/bus.ts';
import { TransientError } from '../decider/errors.ts';
import { harness } from '../testing/runtime-harness.ts';
import { add } from '../testing/tally.ts';
import { settle } from '../testing/virtual-clock.ts';

const QUEUE = 'tally.commands';

describe('The runtime, when it stops', () => {
  // @covers F-10 R-26
  // @mutation The messages: the order of a stop: no pause, no wait for confirms, no marks [none: a stop without it is a crash, which loses nothing]
  it('ends its subscriptions first, then decides what it has, sends it, notes that, and has ended', async () => {
    const { runtime, clock, base, deliver, calls, published, script } = harness();
    await runtime.start();
    let confirm = (_result: PublishResult): void => undefined;
    script.answer = () => new Promise<PublishResult>((resolve) => (confirm = resolve));
    const state = { ended: false };
    const delivery = deliver(QUEUE, add('m1', 5, 'a'));
    const stopping = runtime.stop().then(() => (state.ended = true));
    expect(calls).to.deep.equal([`pause ${QUEUE}`, `pause ${QUEUE}.dead`]);
    await clock.advance(1_000);
    expect([delivery.acked, published.length, state.ended]).to.deep.equal([true, 1, false]);
    confirm('confirmed');
    await stopping;
    expect((await base.pending()).count).to.equal(0);
  });

  it('waits 10 s at most for a database that does not answer, and leaves its messages to the broker', async () => {
    const lost = () => Promise.reject(new TransientError('STORE_UNAVAILABLE', 'no primary'));
    const { runtime, clock, deliver, deadLetters } = harness({ wrap: () => ({ find: lost }) });
    await runtime.start();
    const delivery = deliver(QUEUE, add('m1', 5, 'a'));
    await settle();
    const state = { ended: false };
    const stopping = runtime.stop().then(() => (state.ended = true));
    await clock.advance(9_000);
    expect(state.ended).to.equal(false);
    await clock.advance(1_000);
    await stopping;
    expect([delivery.acked, await deadLetters.count()]).to.deep.equal([false, 0]);
  });

  // @covers R-26
  it('waits 10 s at most for a broker that confirms nothing: the next one sends what is left', async () => {
    const { runtime, clock, base, script } = harness();
    await runtime.start();
    script.answer = () => new Promise<PublishResult>(() => undefined);
    await runtime.handle(add('m1', 5, 'a'));
    const stopping = runtime.stop();
    await clock.advance(10_000);
    await stopping;
    expect((await base.pending()).count).to.equal(1);
    const next = harness({ clock, base });
    await next.runtime.start();
    await clock.advance(2_000);
    expect(next.published).to.have.length(1);
  });
});
