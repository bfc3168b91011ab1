import { expect } from 'chai';
import type { Commit } from '../store/commit.ts';
import type { CommitStore, InsertResult } from '../store/store.ts';
import { harness } from '../testing/runtime-harness.ts';
import { add } from '../testing/tally.ts';
import { settle } from '../testing/virtual-clock.ts';

/** Answers the first inserts as scripted, all others truthfully. */
const insertAnswers =
  (...answers: ((store: CommitStore, commits: readonly Commit[]) => Promise<InsertResult>)[]) =>
  (store: CommitStore): Partial<CommitStore> => ({
    insertOrdered: (commits) => {
      const answer = answers.shift();
      return answer ? answer(store, commits) : store.insertOrdered(commits);
    },
  });

const lost: InsertResult = { status: 'unknown', error: 'connection lost' };

describe('The committer, when the outcome of an insert is unknown', () => {
  // @covers F-02 R-32 R-36
  // @mutation The state: asking again after an insert of unknown outcome: it counts as success, or as failure [twin: an unknown outcome taken for success; an unknown outcome taken for failure]
  it('tells and publishes nothing until it knows, and then finds its own document', async () => {
    const landed = insertAnswers(async (store, commits) => {
      await store.insertOrdered(commits);
      return lost;
    });
    const { runtime, clock, published, total, seen } = harness({ wrap: landed });
    const outcome = runtime.handle(add('m1', 5, 'a'));
    await settle();
    expect(published).to.deep.equal([]);
    await clock.advance(3_000);
    expect((await outcome).status).to.equal('committed');
    expect(await total('a')).to.equal(5);
    expect(seen('unknown-outcome')).to.have.length(1);
  });

  it('sends the same documents again, stepping over those that are there', async () => {
    const half = insertAnswers(async (store, commits) => {
      await store.insertOrdered(commits.slice(0, 1));
      return lost;
    });
    const { runtime, clock, total } = harness({ wrap: half });
    const outcomes = Promise.all([runtime.handle(add('m1', 1, 'a')), runtime.handle(add('m2', 2, 'b'))]);
    await clock.advance(3_000);
    expect((await outcomes).map(({ status }) => status)).to.deep.equal(['committed', 'committed']);
    expect([await total('a'), await total('b')]).to.deep.equal([1, 2]);
  });

  // @covers F-52
  // @mutation The messages: telling a duplicate from a conflict when the key is taken [twin: duplicate key swallowed on commit]
  it('recognises its document when it lands after the look-up said it was absent', async () => {
    let late = (): Promise<unknown> => Promise.resolve();
    const landsLate = insertAnswers(
      (store, commits) => {
        late = () => store.insertOrdered(commits);
        return Promise.resolve(lost);
      },
      async (store, commits) => {
        await late();
        return store.insertOrdered(commits);
      },
    );
    const { runtime, clock, total } = harness({ wrap: landsLate });
    const outcome = runtime.handle(add('m1', 5, 'a'));
    await clock.advance(3_000);
    expect((await outcome).status).to.equal('committed');
    expect(await total('a')).to.equal(5);
  });

  // @covers F-54
  // @mutation The messages: the token that tells one's own write from another's [twin: every write taken for its own]
  it('takes the document of another instance under the same id for a duplicate, and forgets what it folded', async () => {
    const world = harness();
    const overtaken = insertAnswers(async () => {
      await world.runtime.handle(add('m1', 5, 'a'));
      return lost;
    });
    const slow = harness({ clock: world.clock, base: world.base, wrap: overtaken });
    const outcome = slow.runtime.handle(add('m1', 5, 'a'));
    await world.clock.advance(3_000);
    expect((await outcome).status).to.equal('duplicate');
    expect((await slow.runtime.handle(add('m2', 1, 'a'))).status).to.equal('committed');
    expect(slow.seen('conflict')).to.deep.equal([]);
  });

  it('gives up only the document that the database refuses for ever', async () => {
    const refused = insertAnswers(async (store, commits) => {
      await store.insertOrdered(commits.slice(0, 1));
      return { status: 'failed', at: 1, reason: 'rejected', error: 'document failed validation' };
    });
    const { runtime, total } = harness({ wrap: refused });
    const messages = [add('m1', 1, 'a'), add('m2', 1, 'b'), add('m3', 1, 'c')];
    const results = await Promise.allSettled(messages.map(runtime.handle));
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect([await total('a'), await total('b'), await total('c')]).to.deep.equal([1, 0, 1]);
  });
});
