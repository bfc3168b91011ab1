import { expect } from 'chai';
import { message } from '../testing/given.ts';
import { combined, part } from './combined.ts';
import type { Decider, NewEvent } from './decider.ts';
import type { Message } from './message.ts';

type Counted = NewEvent<'Counted', { n: number }>;
type Count = Message<string, { stream: string }>;

/** Writes one event that says who decided; wants its timers if the stream's sum is below `enough`. */
const counter = (n: number, enough = 10): Decider<number, Count, Counted> => ({
  streams: ({ data }) => [data.stream],
  decide: (states, { data }) => ({
    events: [{ stream: data.stream, type: 'Counted', data: { n } }],
    messages: [{ type: 'Seen', data: { sum: states[data.stream] ?? 0 } }],
  }),
  evolve: (sum = 0, event) => sum + event.data.n,
  wants: (states, { data }) => (states[data.stream] ?? 0) < enough,
});

const ones = counter(1);
const first = part(ones, { messages: ['Count'], timers: ['CountLater'], categories: ['own', 'shared'] });
const tens = counter(10, 100);
const second = {
  ...part(tens, { messages: ['b.Count'], timers: ['b.CountLater'], categories: ['b'] }),
  streamFolds: { b: (sum = 0, { data }: Counted) => sum - data.n, shared: ones.evolve },
};
const both = combined({ first, second });

const to = (type: string, stream: string) => message<Count>({ type, data: { stream } });
const counted = (stream: string): Counted => ({ stream, type: 'Counted', data: { n: 5 } });

const failure = (work: () => unknown): { message: string; code?: string } => {
  try {
    work();
  } catch (error) {
    return error as { message: string; code?: string };
  }
  return { message: 'nothing was thrown' };
};

describe('Several deciders as one', () => {
  it('decide a message by its type, on the states that it is given', () => {
    const states = { 'shared-x': 7 };
    const decided = ['Count', 'b.Count', 'b.CountLater'].map((type) =>
      both.decide(states, to(type, 'shared-x')),
    );
    expect(decided.map(({ events }) => events[0]?.data)).to.deep.equal([{ n: 1 }, { n: 10 }, { n: 10 }]);
    expect(decided[1]?.messages[0]?.data).to.deep.equal({ sum: 7 });
  });

  it('fold an event by the category of its stream, whoever wrote it', () => {
    expect(['own-x', 'shared-x', 'b-x'].map((stream) => both.evolve(100, counted(stream)))).to.deep.equal([
      105, 105, 95,
    ]);
  });

  it('want a timer if the one whose timer it is does, and never what is no timer', () => {
    const states = { 'shared-x': 50 };
    const wanted = ['CountLater', 'b.CountLater', 'b.Count'].map((type) =>
      both.wants(states, to(type, 'shared-x')),
    );
    expect(wanted).to.deep.equal([false, true, false]);
  });

  it('name the streams of the one who decides, and only of categories that it has claimed', () => {
    expect(both.streams(to('b.Count', 'shared-x'))).to.deep.equal(['shared-x']);
    expect(failure(() => both.streams(to('b.Count', 'own-x'))).message).to.equal(
      'b.Count names own-x, a category that its decider does not claim',
    );
  });

  it('know neither a message nor a stream that nobody has claimed', () => {
    const nobodys = 'no decider of this service decides c.Count';
    expect(failure(() => both.streams(to('c.Count', 'own-x'))).message).to.equal(nobodys);
    expect(failure(() => both.decide({}, to('c.Count', 'own-x'))).message).to.equal(nobodys);
    expect(failure(() => both.evolve(0, counted('c-x'))).message).to.equal(
      'no decider of this service folds c-x',
    );
  });

  it('cannot claim one message twice, be it as a timer', () => {
    const greedy = part(tens, { messages: ['CountLater'], timers: [], categories: [] });
    expect(failure(() => combined({ first, greedy }))).to.include({
      code: 'DECIDERS_OVERLAP',
      message: 'CountLater is claimed by first and by greedy: a message has one decider',
    });
  });

  it('cannot fold the streams of one category differently', () => {
    const other = part(tens, { messages: ['d.Count'], timers: [], categories: ['shared'] });
    expect(failure(() => combined({ first, other }))).to.include({
      code: 'DECIDERS_OVERLAP',
      message:
        'first and other fold shared streams differently: who shares a category folds it with the same function',
    });
  });
});
