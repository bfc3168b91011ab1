import { expect } from 'chai';
import { brokerCounters, countersIn } from './broker.ts';

describe("The broker's counters", () => {
  it('are asked for in one command and read from its answer', async () => {
    const asked: string[][] = [];
    const ctl = (...args: readonly string[]) => {
      asked.push([...args]);
      return Promise.resolve('{90,90,100,0}\n');
    };
    expect(await brokerCounters({ ctl })).to.deep.equal({
      published: 90,
      confirmed: 90,
      delivered: 100,
      redelivered: 0,
    });
    expect(asked.map(([verb]) => verb)).to.deep.equal(['eval']);
  });

  it('are refused where it answers something else', () => {
    for (const answer of ['', 'Error: unknown', '{1,2,3}'])
      expect(() => countersIn(answer), answer).to.throw('does not tell');
  });
});
