// Messages that begin a stream are decided without a question, and whatever is there after all is never overwritten or overlooked.
import { expect } from 'chai';
import type { Message, Stamp } from '../../decider/message.ts';
import type { CommitStore } from '../../store/store.ts';
import { message } from '../../testing/given.ts';
import { harness } from '../../testing/runtime-harness.ts';
import { add } from '../../testing/tally.ts';

const read = (id: string, tally: string) => message({ type: 'Read', id, data: { tally } });

/** Four messages have begun a stream each, and another instance has written to `x`; `asked`: for what the store was asked since. */
const afterFour = async (begin: (n: number) => Message & Stamp = (n) => add(`m${n}`, 1, `new${n}`)) => {
  const other = harness();
  const { clock, base } = other;
  await other.runtime.handle(add('m0', 100, 'x'));
  const asked: string[] = [];
  const wrap = (store: CommitStore): Partial<CommitStore> => ({
    grown: (streams, above) => {
      asked.push(...streams);
      return store.grown(streams, above);
    },
  });
  const one = harness({ clock, base, wrap });
  await clock.advance(6_000); // messages may come again for as long as that after a start
  for (const n of [1, 2, 3, 4]) await one.runtime.handle(begin(n));
  expect(asked.splice(0)).to.deep.equal(['tally-new1', 'tally-new2', 'tally-new3', 'tally-new4']);
  return { ...one, clock, asked };
};

describe('The beginning of a stream', () => {
  it('is taken for granted where the last four messages of the type began one', async () => {
    const { runtime, asked, total } = await afterFour();
    await Promise.all([add('m5', 1, 'new5'), add('m6', 1, 'new5', 'new6')].map(runtime.handle));
    expect(asked).to.deep.equal([]);
    expect(await total('new5')).to.equal(2);
  });

  it('is not, for messages of another type', async () => {
    const { runtime, asked } = await afterFour();
    await runtime.handle(read('m5', 'new5'));
    expect(asked).to.deep.equal(['tally-new5']);
  });

  it('is found out where there is a stream already, which costs a conflict, and is asked for from then on', async () => {
    const { runtime, clock, asked, seen, total } = await afterFour();
    const outcomes = [add('m5', 1, 'x'), add('m6', 1, 'x')].map(runtime.handle);
    await clock.advance(100);
    expect((await Promise.all(outcomes)).map(({ status }) => status)).to.deep.equal([
      'committed',
      'committed',
    ]);
    expect(await total('x')).to.equal(102);
    expect(seen('conflict')).to.have.length(1);
    await clock.advance(60_000); // as long as a conflict makes it ask for all streams, and longer
    asked.splice(0);
    await runtime.handle(add('m7', 1, 'new7'));
    expect(asked).to.deep.equal(['tally-new7']);
  });

  it('is looked at again by who writes nothing there, and asked for from then on', async () => {
    const { runtime, published, asked } = await afterFour((n) => read(`m${n}`, `new${n}`));
    await runtime.handle(read('m5', 'x'));
    expect(published.at(-1)).to.deep.include({ type: 'TallyIs', data: { n: 100 } });
    await runtime.handle(read('m6', 'new6'));
    expect(asked).to.deep.equal(['tally-new6']);
  });

  it('is not believed by who throws on it', async () => {
    const { runtime, clock, total } = await afterFour();
    const outcome = runtime.handle(add('m5', -5, 'x'));
    await clock.advance(100);
    expect((await outcome).status).to.equal('committed');
    expect(await total('x')).to.equal(95);
  });

  it('is asked for while messages may come again', async () => {
    const { runtime, asked } = await afterFour();
    await runtime.handle(add('m5', 1, 'new5'));
    asked.splice(0);
    await runtime.handle(add('m5', 1, 'new5')); // known in the end from the insert, or the inbox
    await runtime.handle(add('m6', 1, 'new6'));
    expect(asked).to.deep.equal(['tally-new6']);
  });
});
