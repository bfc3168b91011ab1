import { expect } from 'chai';
import type { CommitStore } from '../store/store.ts';
import { message } from '../testing/given.ts';
import { harness } from '../testing/runtime-harness.ts';
import { add } from '../testing/tally.ts';
import { settle } from '../testing/virtual-clock.ts';

/** So long after the last message that came again, a new one is taken for new. */
const DOUBT_MS = 5_000;

describe('The committer', () => {
  // @covers F-64 R-02
  it('makes events, inbox and outbox of a message durable in one document', async () => {
    const { runtime, base } = harness();
    const outcome = await runtime.handle(add('m1', 5, 'a', 'b'));
    expect(outcome.status).to.equal('committed');
    const [commit] = await base.find(['m1']);
    expect(commit?.writes).to.deep.equal(['tally-a@000000000001', 'tally-b@000000000001']);
    expect(commit?.outbox.map(({ type }) => type)).to.deep.equal(['TallyChanged']);
    expect(commit).to.include({ lamport: 1, correlationId: 'o1' });
  });

  // @covers R-11
  // @mutation The messages: the inbox look-up before deciding [twin: no inbox]
  it('answers a message that it has committed before with that commit, and does nothing else', async () => {
    const { runtime, total, published, seen } = harness();
    await runtime.handle(add('m1', 5, 'a'));
    const again = await runtime.handle(add('m1', 5, 'a'));
    expect(again.status).to.equal('duplicate');
    expect(await total('a')).to.equal(5);
    expect(published).to.have.length(1);
    expect(seen('duplicate')).to.have.length(1);
    expect(seen('inserting'), 'it was decided again').to.have.length(1);
  });

  it('asks no inbox about a new message, once nothing has come again for some seconds', async () => {
    const asked: string[] = [];
    const wrap = (store: CommitStore): Partial<CommitStore> => ({
      find: (ids) => {
        asked.push(...ids);
        return store.find(ids);
      },
    });
    const { runtime, clock, total } = harness({ wrap });
    await runtime.handle(add('m1', 5, 'a'));
    expect(asked.splice(0), 'it has just started').to.deep.equal(['m1']);
    await clock.advance(DOUBT_MS);
    await runtime.handle(add('m2', 5, 'a'));
    expect(asked).to.deep.equal([]);
    expect((await runtime.handle(add('m2', 5, 'a'))).status, 'its insert finds it').to.equal('duplicate');
    expect(asked.splice(0)).to.deep.equal(['m2']);
    await runtime.handle(add('m3', 5, 'a'));
    expect(asked, 'something has come again').to.deep.equal(['m3']);
    expect(await total('a')).to.equal(15);
  });

  it('reports no outcome without a commit of a message that has one', async () => {
    const { runtime, clock, total } = harness();
    await runtime.handle(add('m1', 5, 'a'));
    await runtime.handle(add('m2', -5, 'a'));
    await clock.advance(DOUBT_MS);
    expect((await runtime.handle(add('m2', -5, 'a'))).status).to.equal('duplicate');
    expect(await total('a')).to.equal(0);
  });

  // @covers F-54
  it('decides equal messages that wait together once', async () => {
    const { runtime, total } = harness();
    const outcomes = await Promise.all([1, 2, 3].map(() => runtime.handle(add('m1', 5, 'a'))));
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['committed', 'committed', 'committed']);
    expect(await total('a')).to.equal(5);
  });

  it('loses against another instance once, and from then on looks whether what it knows is old', async () => {
    const first = harness();
    const second = harness({ clock: first.clock, base: first.base });
    const add5 = async ({ runtime }: typeof first, id: string, to: string) => {
      const outcome = runtime.handle(add(id, 5, to));
      await first.clock.advance(100);
      expect((await outcome).status).to.equal('committed');
    };
    for (const to of ['a', 'b', 'c']) {
      await add5(first, `first ${to}`, to);
      await add5(second, `second ${to}`, to);
    }
    for (const to of ['a', 'b', 'c']) await add5(first, `again ${to}`, to);
    expect(first.seen('conflict')).to.have.length(1);
    expect(await first.total('c')).to.equal(15);
  });

  it('decides fewer messages at once after a conflict, and soon as many as before', async () => {
    const first = harness();
    const second = harness({ clock: first.clock, base: first.base });
    const sizes = (): readonly number[] =>
      first.observations.flatMap((one) => (one.kind === 'inserting' ? [one.ids.length] : []));
    await first.runtime.handle(add('m1', 5, 'a'));
    await second.runtime.handle(add('m2', 5, 'a'));
    const many = Array.from({ length: 80 }, (_, n) => first.runtime.handle(add(`n${n}`, 1, 'a')));
    await first.clock.advance(1_000);
    await Promise.all(many);
    expect(await first.total('a')).to.equal(90);
    expect(sizes().slice(0, 4)).to.deep.equal([1, 50, 25, 50]);
  });

  // @covers F-65 R-44
  // @mutation The state: deciding again after a conflict: it counts as committed [twin: a stale decision written after a conflict]
  it('loads and decides again when another instance wrote the stream first', async () => {
    const world = harness();
    const other = harness({ clock: world.clock, base: world.base });
    await world.runtime.handle(add('m1', 1, 'a'));
    await other.runtime.handle(add('m2', 10, 'a'));
    const late = world.runtime.handle(add('m3', 100, 'a'));
    await world.clock.advance(100);
    expect((await late).status).to.equal('committed');
    expect(world.seen('conflict')).to.have.length(1);
    const { events } = await world.base.load('tally-a', 0);
    expect(events.map(({ version }) => version)).to.deep.equal([1, 2, 3]);
  });

  // @covers F-53 R-14 R-28
  it('lets fifty writers on two instances share one stream without a gap and without giving one up', async () => {
    const one = harness();
    const two = harness({ clock: one.clock, base: one.base });
    const writers = Array.from({ length: 50 }, (_, n) =>
      (n % 2 ? one : two).runtime.handle(add(`m${n}`, 1, 'hot')),
    );
    await one.clock.advance(60_000);
    await Promise.all(writers);
    const { events } = await one.base.load('tally-hot', 0);
    expect(events.map(({ version }) => version)).to.deep.equal(Array.from({ length: 50 }, (_, n) => n + 1));
  });

  // @mutation The state: the fresh load before a decision that only reads [twin: a cache that is never looked behind]
  it('takes a decision that only reads on a freshly loaded stream', async () => {
    const world = harness();
    const other = harness({ clock: world.clock, base: world.base });
    await world.runtime.handle(add('m1', 1, 'a'));
    await other.runtime.handle(add('m2', 10, 'a'));
    await world.runtime.handle(message({ type: 'Read', id: 'm3', data: { tally: 'a' } }));
    expect(world.published.at(-1)).to.deep.include({ type: 'TallyIs', data: { n: 11 } });
  });

  // @mutation The messages: the second look before a message is given up [twin: a cache that is never looked behind]
  it('gives up no message for what an out-of-date state made of it', async () => {
    const world = harness();
    const other = harness({ clock: world.clock, base: world.base });
    await world.runtime.handle(add('m1', 1, 'a'));
    await other.runtime.handle(add('m2', 10, 'a'));
    expect((await world.runtime.handle(add('m3', -5, 'a'))).status).to.equal('committed');
    expect(await world.total('a')).to.equal(6);
  });

  it('gives up no message for states of different moments', async () => {
    const other = harness();
    await other.runtime.handle(add('m1', 1, 'a', 'b'));
    const between = (store: CommitStore): Partial<CommitStore> => ({
      load: async (stream, after) => {
        if (stream === 'tally-b') await other.runtime.handle(add('m2', 10, 'a', 'b'));
        return store.load(stream, after);
      },
    });
    const slow = harness({ clock: other.clock, base: other.base, wrap: between });
    expect((await slow.runtime.handle(add('m3', -5, 'a', 'b'))).status).to.equal('committed');
    expect([await slow.total('a'), await slow.total('b')]).to.deep.equal([6, 6]);
  });

  // @mutation The messages: the limit of three looks at streams that move [none: without it others only wait longer]
  it('lets others through while the streams of a message never stand still', async () => {
    const other = harness();
    let moves = 0;
    const moving = (store: CommitStore): Partial<CommitStore> => ({
      load: async (stream, after) => {
        if (stream === 'tally-hot' && moves < 100)
          await other.runtime.handle(add(`h${(moves += 1)}`, 1, 'hot'));
        return store.load(stream, after);
      },
    });
    const slow = harness({ clock: other.clock, base: other.base, wrap: moving });
    const ended: string[] = [];
    const poison = slow.runtime.handle(add('bad', 666, 'hot')).catch(() => ended.push('bad'));
    const good = slow.runtime.handle(add('good', 1, 'cold')).then(() => ended.push('good'));
    await settle();
    expect([ended, moves < 100]).to.deep.equal([['good'], true]);
    await slow.clock.advance(5_000);
    await Promise.all([poison, good]);
    expect(ended).to.deep.equal(['good', 'bad']);
  });

  // @mutation The messages: the second look-up in the inbox, before an outcome without a commit is reported [none: it only changes what the caller is told]
  it('takes a message for committed whose own effect, from another instance, is what it would be refused for', async () => {
    const other = harness();
    await other.runtime.handle(add('m1', 1, 'a'));
    const overtaken = (store: CommitStore): Partial<CommitStore> => ({
      grown: async (streams, above) => {
        await other.runtime.handle(add('m2', -1, 'a'));
        return store.grown(streams, above);
      },
    });
    const slow = harness({ clock: other.clock, base: other.base, wrap: overtaken });
    expect((await slow.runtime.handle(add('m2', -1, 'a'))).status).to.equal('duplicate');
  });

  it('records nothing for a message that changes nothing', async () => {
    const { runtime, base } = harness();
    expect(await runtime.handle(add('m1', 0, 'a'))).to.deep.equal({ status: 'unchanged' });
    expect(await base.find(['m1'])).to.deep.equal([]);
  });

  it('gives up only the message that its decider throws on', async () => {
    const { runtime, total } = harness();
    const results = await Promise.allSettled([
      runtime.handle(add('bad', 666, 'a')),
      runtime.handle(add('good', 1, 'b')),
    ]);
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
    expect(await total('b')).to.equal(1);
  });

  it('gives up only the message whose history cannot be folded', async () => {
    const { runtime, base, total } = harness();
    await runtime.handle(add('m1', 1, 'a'));
    const [first] = await base.find(['m1']);
    if (!first) throw new Error('m1 is not there');
    const events = first.events.map((event) => ({ ...event, version: 3 }));
    await base.insertOrdered([{ ...first, _id: 'm2', writes: ['tally-a@000000000003'], events }]);
    const restarted = harness({ base });
    const results = await Promise.allSettled(
      [add('m3', 1, 'a'), add('m4', 1, 'b')].map(restarted.runtime.handle),
    );
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
    expect(await total('b')).to.equal(1);
  });

  // @covers R-09
  // @mutation The messages: the 256 KiB limit [none: no message of an order comes near it]
  it('gives up only the message that would cause more than 256 KiB, before anything of it is written', async () => {
    const { runtime, base, published, total } = harness();
    const many = Array.from({ length: 2_500 }, (_, n) => `tally-of-a-long-name-${n}`);
    const results = await Promise.allSettled([add('m1', 1, ...many), add('m2', 1, 'b')].map(runtime.handle));
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
    expect(results[0]).to.have.nested.property('reason.message').that.includes('larger than 262144 bytes');
    await settle();
    expect([await base.find(['m1']), published.length, await total('b')]).to.deep.equal([[], 1, 1]);
  });

  // @covers R-57
  it('refuses a lamport that no honest neighbour can have reached', async () => {
    const { runtime } = harness();
    const error: unknown = await runtime
      .handle({ ...add('m1', 1, 'a'), lamport: 2 ** 33 })
      .catch((e: unknown) => e);
    expect(error).to.include({ code: 'POISON' });
  });
});
