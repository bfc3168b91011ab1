import { expect } from 'chai';
import { playUnder } from '../testing/played-under.ts';
import type { Facts } from './facts.ts';
import { changedHistory } from './history.ts';
import { judge } from './judge.ts';
import { apartFrom, outsidePromise, splitAmong } from './outside-promise.ts';

const timers = { '3pc': ['3pc.Patience'] };

/** One of its participants acts as if its patience had been over; and its pieces come back although all else is done. */
const suspected = (facts: Facts, event: string): Facts => ({
  ...facts,
  orders: facts.orders.map((one) => ({
    ...one,
    ...(one.reservation && { reservation: { ...one.reservation, status: 'RELEASED' as const } }),
  })),
  history: changedHistory(facts.history, ({ service, commit }) =>
    service === 'inventory-service' && commit.input.type === '3pc.Commit'
      ? {
          ...commit,
          input: { ...commit.input, type: '3pc.Patience' },
          events: commit.events.slice(0, 1).map((one) => ({ ...one, type: event })),
        }
      : commit,
  ),
});

const statesOf = (facts: Facts): Readonly<Record<string, string>> =>
  Object.fromEntries(judge(facts).map(({ invariant, state }) => [invariant, state]));

describe('An order of which somebody was taken for dead who is alive', () => {
  let whole: Facts;
  before(async () => {
    whole = await playUnder('3pc', 10_000);
  });

  it('is outside the promise of a protocol that trusts timers, and of no other', () => {
    const facts = suspected(whole, 'TerminationBegun');
    expect(outsidePromise(facts, timers).map(({ id }) => id)).to.deep.equal(['o1']);
    expect(outsidePromise(facts, {})).to.deep.equal([]);
    expect(outsidePromise(whole, timers)).to.deep.equal([]);
  });

  it('is inside where the timer came to nothing', () => {
    expect(outsidePromise(suspected(whole, 'MessageIgnored'), timers)).to.deep.equal([]);
  });

  it('may be split: what is found of it counts only where it is not said to be outside', () => {
    const facts = suspected(whole, 'TerminationBegun');
    const outside = outsidePromise(facts, timers);
    expect(statesOf(facts)).to.include({ 'I-4': 'violated' });
    expect(splitAmong(outside, judge(facts)).map(({ id }) => id)).to.deep.equal(['o1']);
    const tampering = { ...facts.tampering, outsidePromise: ['o1'] };
    expect(statesOf({ ...facts, tampering })).to.include({ 'I-4': 'holds' });
  });

  it('is excused nothing but the split', () => {
    const facts = suspected(whole, 'TerminationBegun');
    const outside = outsidePromise(facts, timers);
    for (const invariant of ['I-3', 'I-5', 'I-9', 'I-16', 'I-17', 'I-18'] as const) {
      const verdict = {
        invariant,
        state: 'violated',
        sentence: 'Wrong.',
        findings: ['order o1 is wrong.'],
      } as const;
      expect(apartFrom(outside)(verdict)).to.deep.equal(verdict);
    }
  });

  it('excuses nothing that is found of others', () => {
    const facts = suspected(whole, 'TerminationBegun');
    const [mine, other] = ['order o1 is wrong.', 'order o2 is wrong.'];
    const verdict = {
      invariant: 'I-4',
      state: 'violated',
      sentence: 'Wrong.',
      findings: [mine, other],
    } as const;
    const left = apartFrom(outsidePromise(facts, timers))(verdict);
    expect([left.state, left.findings]).to.deep.equal(['violated', [other]]);
  });
});
