import { expect } from 'chai';
import { arrive } from './arrivals.ts';
import type { Outcome, Time } from './arrivals.ts';

/** Time that stands still until it is moved; whatever comes due meanwhile is done late, as by a busy process. */
const handMoved = () => {
  let now = 1_000;
  let due: { instant: number; act: () => void }[] = [];
  const time: Time = { now: () => now, at: (instant, act) => void due.push({ instant, act }) };
  const to = async (instant: number): Promise<void> => {
    now = instant;
    const acts = due.filter((one) => one.instant <= now);
    due = due.filter((one) => one.instant > now);
    for (const { act } of acts) act();
    await settled();
  };
  return { time, to };
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Sagas that end when they are told to. */
const byHand = () => {
  const ends: ((outcome: Outcome) => void)[] = [];
  const saga = () => new Promise<Outcome>((resolve) => ends.push(resolve));
  const end = async (n: number, outcome: Outcome = 'ended') => {
    ends[n]?.(outcome);
    await settled();
  };
  return { saga, end, begun: () => ends.length };
};

describe('An open loop', () => {
  it('begins at instants that were fixed before, and measures from these, however late the generator is', async () => {
    const { time, to } = handMoved();
    const { saga, end, begun } = byHand();
    const underway = arrive({ perSecond: 10 }, saga, time);
    expect(begun()).to.equal(1);
    await to(1_350); // nothing happened for 350 ms: three were meant to begin meanwhile
    expect(begun()).to.equal(4);
    for (const n of [3, 2, 1, 0]) await end(n);
    const stopped = underway.stop();
    expect((await stopped).map(({ intended, over }) => [intended, over])).to.deep.equal([
      [1_300, 1_350],
      [1_200, 1_350],
      [1_100, 1_350],
      [1_000, 1_350],
    ]);
  });

  it('waits for no answer, and does not lose time by rounding', async () => {
    const { time, to } = handMoved();
    const { saga, begun } = byHand();
    arrive({ perSecond: 300 }, saga, time);
    for (let instant = 1_001; instant <= 2_999; instant += 1) await to(instant);
    expect(begun()).to.equal(600);
  });

  it('begins no more once it is stopped, and ends with the last one', async () => {
    const { time, to } = handMoved();
    const { saga, end, begun } = byHand();
    const underway = arrive({ perSecond: 10 }, saga, time);
    const all = underway.stop();
    await to(2_000);
    expect(begun()).to.equal(1);
    await end(0);
    expect(await all).to.have.length(1);
  });
});

describe('A closed loop', () => {
  it('has so many underway, and begins one whenever one has ended', async () => {
    const { time, to } = handMoved();
    const { saga, end, begun } = byHand();
    const underway = arrive({ atOnce: 3 }, saga, time);
    expect(begun()).to.equal(3);
    await to(1_040);
    await end(1);
    expect([begun(), underway.over()]).to.deep.equal([4, 1]);
    await to(1_100);
    const all = underway.stop();
    for (const n of [0, 2, 3]) await end(n);
    expect(begun()).to.equal(4);
    expect((await all).map(({ intended, over }) => over - intended)).to.deep.equal([40, 100, 100, 60]);
  });

  it('waits a moment before it asks again where it was turned away', async () => {
    const { time, to } = handMoved();
    const { saga, end, begun } = byHand();
    const underway = arrive({ atOnce: 1 }, saga, time);
    await end(0, 'shed');
    expect(begun()).to.equal(1);
    await to(1_100);
    expect(begun()).to.equal(2);
    await end(1);
    const all = underway.stop();
    await end(2);
    expect((await all).map(({ outcome }) => outcome)).to.deep.equal(['shed', 'ended', 'ended']);
  });

  it('tells of a saga that failed', async () => {
    const { time } = handMoved();
    const underway = arrive({ atOnce: 1 }, () => Promise.reject(new Error('no answer')), time);
    await settled();
    const failure = await underway.stop().catch((error: unknown) => error);
    expect(String(failure)).to.include('no answer');
  });
});
