import { expect } from 'chai';
import { TransientError } from '../decider/errors.ts';
import type { CommitStore } from '../store/store.ts';
import { add } from '../testing/tally.ts';
import { harness, SWEEP_MS } from '../testing/runtime-harness.ts';
import { settle } from '../testing/virtual-clock.ts';

const LOST = { status: 'unknown', error: 'connection lost' } as const;

describe('The runtime, while the store is away', () => {
  const away = (failures: number) => {
    let left = failures;
    return (store: CommitStore): Partial<CommitStore> => ({
      find: (ids) =>
        left-- > 0 ? Promise.reject(new TransientError('STORE_UNAVAILABLE', 'no primary')) : store.find(ids),
    });
  };

  // @covers F-33 F-50 R-13 R-15
  // @mutation The messages: handing messages back once for each time that the database is away: it is done at every try [real: the broker counts deliveries]
  it('keeps the messages, pauses the queues, hands back what is unacked, and goes on when it is back', async () => {
    const { runtime, clock, deliver, calls, total, deadLetters } = harness({ wrap: away(5) });
    await runtime.start();
    const delivery = deliver('tally.commands', add('m1', 5, 'a'));
    await settle();
    expect(runtime.ready().ok).to.equal(false);
    expect(calls).to.include.members(['pause tally.commands', 'release tally.commands']);
    expect(delivery.acked).to.equal(false);
    await clock.advance(20_000);
    expect(delivery.acked).to.equal(true);
    expect(calls).to.include('resume tally.commands');
    expect(runtime.ready().ok).to.equal(true);
    expect([await total('a'), await deadLetters.count()]).to.deep.equal([5, 0]);
    // Each return costs a message one of its deliveries: one for the whole time, however often the store is asked.
    expect(calls.filter((call) => call === 'release tally.commands')).to.have.length(1);
  });

  const answering = (overrides: (store: CommitStore) => Partial<CommitStore>) => harness({ wrap: overrides });
  const lastOf = (calls: readonly string[]) =>
    calls.filter((call) => call.endsWith(' tally.commands')).at(-1);

  // @mutation The messages: the sweeper's report that the database is away [none: it only tells others]
  it('says so although no message comes, and that it is back', async () => {
    const failure = new TransientError('STORE_UNAVAILABLE', 'no primary');
    const state = { away: true };
    const { runtime, clock, calls } = answering((store) => ({
      claimDue: (most, leaseMs) => (state.away ? Promise.reject(failure) : store.claimDue(most, leaseMs)),
    }));
    await runtime.start();
    await clock.advance(SWEEP_MS);
    expect(runtime.ready()).to.deep.equal({ ok: false, detail: 'the database does not answer: no primary' });
    state.away = false;
    await clock.advance(SWEEP_MS);
    expect(runtime.ready().ok).to.equal(true);
    expect(calls).to.deep.equal([]);
  });

  it('goes on when the look-up finds that the lost answer was a yes', async () => {
    const { runtime, clock, deliver, calls } = answering((store) => ({
      insertOrdered: async (commits) => {
        await store.insertOrdered(commits);
        return LOST;
      },
    }));
    await runtime.start();
    deliver('tally.commands', add('m1', 5, 'a'));
    await settle();
    expect(runtime.ready().ok).to.equal(false);
    await clock.advance(3_000);
    expect(runtime.ready().ok).to.equal(true);
    expect(lastOf(calls)).to.equal('resume tally.commands');
  });

  it('goes on when the store was away only while a duplicate key was looked up', async () => {
    let questions = 0;
    const { runtime, clock, calls } = answering((store) => ({
      insertOrdered: async (commits) => {
        const others = commits.map((commit) => ({ ...commit, attempt: 'of another instance' }));
        await store.insertOrdered(others);
        return store.insertOrdered(commits);
      },
      find: (ids) =>
        (questions += 1) === 2
          ? Promise.reject(new TransientError('STORE_UNAVAILABLE', 'no primary'))
          : store.find(ids),
    }));
    await runtime.start();
    const outcome = runtime.handle(add('m1', 5, 'a'));
    await clock.advance(3_000);
    expect((await outcome).status).to.equal('duplicate');
    expect(runtime.ready().ok).to.equal(true);
    expect(lastOf(calls)).to.equal('resume tally.commands');
  });

  // @covers R-15
  it('consumes again although the store came back before the broker had ended the subscription', async () => {
    const { runtime, clock, deliver, calls, script } = harness({ wrap: away(1) });
    await runtime.start();
    let ended = (): void => undefined;
    script.paused = new Promise((resolve) => (ended = resolve));
    deliver('tally.commands', add('m1', 5, 'a'));
    await clock.advance(3_000);
    expect(runtime.ready().ok).to.equal(true);
    ended();
    await settle();
    expect(lastOf(calls)).to.equal('resume tally.commands');
  });

  it('keeps a bounded number of requests, and still takes what comes from the queues', async () => {
    const { runtime, clock, deliver, total } = harness({ wrap: away(3) });
    await runtime.start();
    const requests = Array.from({ length: 6_000 }, (_, n) => runtime.handle(add(`m${n}`, 1, `t${n}`)));
    const answers = Promise.allSettled(requests);
    const delivery = deliver('tally.commands', add('queued', 5, 'a'));
    await clock.advance(10_000);
    const refused = (await answers).filter(({ status }) => status === 'rejected');
    expect(refused).to.have.length(1_000);
    expect(refused[0]).to.have.nested.property('reason.code', 'OVERLOADED');
    expect([delivery.acked, await total('a')]).to.deep.equal([true, 5]);
    expect((await runtime.handle(add('later', 1, 'a'))).status).to.equal('committed');
  });
});
