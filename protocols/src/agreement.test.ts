// Every protocol from end to end: its roles and what is under way between them, in any order.
import { expect } from 'chai';
import fc from 'fast-check';
import { protocols } from './index.ts';
import { participantNames } from './parties.ts';
import { promises } from './promises.ts';
import { anyOrder, anyOrderInTime, play } from './testing/any-order.ts';
import { broken, costOf, endingsOf } from './testing/endings.ts';
import { pump } from './testing/pump.ts';
import { run } from './testing/run.ts';

/** @throws Error if it promises nothing. */
const promiseOf = (name: string) => {
  const promise = promises[name];
  if (!promise) throw new Error(`${name} promises nothing`);
  return promise;
};

describe('What protocols promise', () => {
  it('is there for each of them, and for no other', () => {
    expect(Object.keys(promises)).to.have.members(protocols.map(({ name }) => name));
  });
});

for (const protocol of protocols)
  describe(`An order under ${protocol.name}`, () => {
    it('costs what is promised, if all can hold', () => {
      const { forced, happy } = promiseOf(protocol.name);
      const system = run(pump(protocol));
      expect(costOf(protocol, forced, system)).to.deep.equal(happy);
      expect(endingsOf(protocol, system)).to.deep.equal({
        confirmed: participantNames,
        holding: [],
        inDoubt: [],
      });
    });

    it('costs what is promised, if payment refuses', () => {
      const { forced, refused } = promiseOf(protocol.name);
      const system = run(pump(protocol, { soldOut: ['payment-service'] }));
      expect(costOf(protocol, forced, system)).to.deep.equal(refused);
      expect(endingsOf(protocol, system)).to.deep.equal({ confirmed: [], holding: [], inDoubt: [] });
    });

    for (const [what, soldOut] of [
      ['all can hold', []],
      ['inventory refuses', ['inventory-service']],
      ['payment refuses', ['payment-service']],
    ] as const)
      it(`ends the same for all, whatever the order of messages, repeats and one loss, if ${what}`, () => {
        const orders = promiseOf(protocol.name).trustsTimers ? anyOrderInTime : anyOrder;
        const everyRun = fc.property(orders, (moves) => {
          const system = pump(protocol, { soldOut });
          play(system, moves);
          expect(broken(protocol, run(system))).to.deep.equal([]);
        });
        fc.assert(everyRun, { numRuns: 200 });
      });
  });
