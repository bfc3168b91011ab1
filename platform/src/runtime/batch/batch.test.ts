import { expect } from 'chai';
import type { CommitStore } from '../../store/store.ts';
import { message } from '../../testing/given.ts';
import { harness } from '../../testing/runtime-harness.ts';
import { add, tally } from '../../testing/tally.ts';
import { settle } from '../../testing/virtual-clock.ts';

const read = (id: string, tally: string) => message({ type: 'Read', id, data: { tally } });

/** Does something else before the first insert; with `lost`, that is all that happens. */
const beforeFirstInsert =
  (work: () => Promise<'lost' | 'done'>) =>
  (store: CommitStore): Partial<CommitStore> => {
    let first = true;
    return {
      insertOrdered: async (commits) => {
        const answer = first ? await work() : undefined;
        first = false;
        return answer === 'lost'
          ? { status: 'unknown', error: 'connection lost' }
          : store.insertOrdered(commits);
      },
    };
  };

describe('A batch of messages', () => {
  // @mutation The state: the state that earlier messages of a batch leave: each is decided on what is durable [none: the insert then meets a conflict, and it is decided again]
  it('is decided together and leaves in one insert, whether they share a stream or not', async () => {
    const { runtime, base, seen } = harness();
    const messages = [add('m1', 1, 'a'), add('m2', 1, 'b'), add('m3', 2, 'a'), add('m4', 4, 'a', 'b')];
    await Promise.all(messages.map(runtime.handle));
    const batches = seen('inserting').map((one) => one.kind === 'inserting' && one.ids);
    expect(batches).to.deep.equal([['m1', 'm2', 'm3', 'm4']]);
    const { events } = await base.load('tally-a', 0);
    expect(events.map(({ version, data }) => [version, data])).to.deep.equal([
      [1, { n: 1 }],
      [2, { n: 2 }],
      [3, { n: 4 }],
    ]);
  });

  it('shows each message what those before it leave behind', async () => {
    const { runtime, published } = harness();
    await Promise.all(
      [add('m1', 5, 'a'), read('m2', 'a'), add('m3', 5, 'a'), read('m4', 'a')].map(runtime.handle),
    );
    const totals = published.filter(({ type }) => type === 'TallyIs').map(({ data }) => data);
    expect(totals).to.deep.equal([{ n: 5 }, { n: 10 }]);
  });

  it('asks the store nothing about a stream that a message before has just changed', async () => {
    const loads: string[] = [];
    const counting = (store: CommitStore): Partial<CommitStore> => ({
      load: (stream, after) => {
        loads.push(stream);
        return store.load(stream, after);
      },
    });
    const { runtime } = harness({ wrap: counting });
    await runtime.handle(add('m1', 1, 'a'));
    await Promise.all([add('m2', 1, 'a'), read('m3', 'a')].map(runtime.handle));
    expect(loads).to.deep.equal([]);
  });

  it('folds each event once', async () => {
    let folded = 0;
    const evolve: typeof tally.evolve = (state, event) => {
      folded += 1;
      return tally.evolve(state, event);
    };
    const { runtime, total } = harness({ decider: { ...tally, evolve } });
    await Promise.all([add('m1', 1, 'a'), add('m2', 2, 'a', 'b')].map(runtime.handle));
    await runtime.handle(add('m3', 4, 'a'));
    expect(folded).to.equal(4);
    expect(await total('a')).to.equal(7);
  });

  it('asks the store once about a stream that several of its messages only read', async () => {
    const loads: string[] = [];
    const counting = (store: CommitStore): Partial<CommitStore> => ({
      load: (stream, after) => {
        loads.push(stream);
        return store.load(stream, after);
      },
    });
    const { runtime } = harness({ wrap: counting });
    await runtime.handle(add('m1', 1, 'a'));
    await Promise.all(['m2', 'm3', 'm4'].map((id) => runtime.handle(read(id, 'a'))));
    expect(loads).to.deep.equal(['tally-a']);
    await runtime.handle(read('m5', 'a'));
    expect(loads, 'the next batch reads it again').to.deep.equal(['tally-a', 'tally-a']);
  });

  it('is decided again from where another instance wrote first', async () => {
    const other = harness();
    const { clock, base } = other;
    const overtaken = beforeFirstInsert(async () => {
      await other.runtime.handle(add('m0', 100, 'a'));
      return 'done';
    });
    const slow = harness({ clock, base, wrap: overtaken });
    const outcomes = [add('m1', 1, 'a'), add('m2', 1, 'a'), read('m3', 'a')].map(slow.runtime.handle);
    await clock.advance(100);
    expect((await Promise.all(outcomes)).map(({ status }) => status)).to.deep.equal(
      Array(3).fill('committed'),
    );
    expect(await slow.total('a')).to.equal(102);
    const [reading] = slow.published.filter(({ type }) => type === 'TallyIs');
    expect((reading?.data as { n: number }).n, 'it read what never came to be').to.be.at.least(100);
  });

  // @mutation The state: deciding again behind a document that is another instance's [twin: an insert without order]
  it('is decided again behind a document that turns out to be that of another instance', async () => {
    const other = harness();
    const { clock, base } = other;
    const overtaken = beforeFirstInsert(async () => {
      await other.runtime.handle(add('m1', 100, 'a'));
      return 'lost';
    });
    const slow = harness({ clock, base, wrap: overtaken });
    const outcomes = [add('m1', 1, 'a'), read('m2', 'a')].map(slow.runtime.handle);
    await clock.advance(3_000);
    expect((await Promise.all(outcomes)).map(({ status }) => status)).to.deep.equal([
      'duplicate',
      'committed',
    ]);
    expect(slow.published.at(-1)).to.deep.include({ type: 'TallyIs', data: { n: 100 } });
  });

  // @mutation The state: holding back outcomes that rest on commits which are not durable yet [none: it lies within one batch, where no port sees it]
  it('tells nobody what rests on a commit that may not come to be', async () => {
    const { runtime, clock, seen } = harness({ wrap: beforeFirstInsert(() => Promise.resolve('lost')) });
    const answered: string[] = [];
    const outcomes = [add('m1', 1, 'a'), add('nothing', 0, 'a'), add('bad', 666, 'a')].map(async (one) => {
      const outcome = await runtime.handle(one).catch(() => ({ status: 'poison' }));
      answered.push(`${one.id} ${outcome.status}`);
    });
    await settle();
    expect(seen('inserting'), 'there is a commit under way').to.have.length(1);
    expect(answered).to.deep.equal([]);
    await clock.advance(3_000);
    await Promise.all(outcomes);
    expect(answered).to.have.members(['m1 committed', 'nothing unchanged', 'bad poison']);
  });

  // @mutation The messages: discarding all predicted state of a poison message [none: it lies within one batch, where no port sees it]
  it('rests on nothing of a message that is given up half-way', async () => {
    const { runtime, base } = harness();
    await Promise.all([add('m1', 10, 'a'), add('m2', 1, 'b')].map(runtime.handle));
    const messages = [add('bad', -5, 'a', 'b'), add('m3', 1, 'a')];
    const results = await Promise.allSettled(messages.map(runtime.handle));
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
    const { events } = await base.load('tally-a', 0);
    expect(events.map(({ version, data }) => [version, data])).to.deep.equal([
      [1, { n: 10 }],
      [2, { n: 1 }],
    ]);
  });

  it('is not held up by a message that its decider throws on', async () => {
    const { runtime, total } = harness();
    const messages = [add('m1', 1, 'a'), add('bad', 666, 'a'), add('m2', 1, 'a')];
    const results = await Promise.allSettled(messages.map(runtime.handle));
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(await total('a')).to.equal(2);
  });
});
