// Every protocol from end to end: its roles and what is under way between them, in any order.
import { expect } from 'chai';
import fc from 'fast-check';
import { protocols } from './index.ts';
import { participantNames } from './parties.ts';
import { anyOrder, anyOrderInTime, play } from './testing/any-order.ts';
import { broken, costOf, endingsOf } from './testing/endings.ts';
import { pump } from './testing/pump.ts';
import type { Copy } from './testing/pump.ts';
import { run, runTimed, waitAt } from './testing/run.ts';
import { defaultTiming } from './timing.ts';

/** As the order service: it announces an order again while that waits. */
const patient = { ...defaultTiming, askAfterMs: 30_000 };

for (const protocol of protocols)
  describe(`An order under ${protocol.name}`, () => {
    it('costs what is promised, if all can hold', () => {
      const { forced, happy } = protocol.promise;
      const system = run(pump(protocol));
      expect(costOf(protocol, forced, system)).to.deep.equal(happy);
      expect(endingsOf(protocol, system)).to.deep.equal({
        confirmed: participantNames,
        holding: [],
        inDoubt: [],
      });
    });

    it('costs what is promised, if payment refuses', () => {
      const { forced, refused } = protocol.promise;
      const system = run(pump(protocol, { soldOut: ['payment-service'] }));
      expect(costOf(protocol, forced, system)).to.deep.equal(refused);
      expect(endingsOf(protocol, system)).to.deep.equal({ confirmed: [], holding: [], inDoubt: [] });
    });

    it('is approved although nobody begins with it for 40 s, as long as orders may wait in a queue', () => {
      const late = ({ message: { type } }: Copy) => (type === protocol.opening ? 40_000 : 0);
      const { confirmed } = endingsOf(protocol, runTimed(pump(protocol, { timing: patient }), late));
      expect(confirmed).to.deep.equal(participantNames);
    });

    it('writes down no more of it, however long nobody answers', () => {
      const services = protocol.coordinator ? participantNames : (['payment-service'] as const);
      const blocked = (times: number) => {
        const system = pump(protocol);
        for (let n = 0; n < (protocol.coordinator ? 4 : 2); n++) system.deliver();
        const { history } = waitAt(system, services, times);
        const notes = history.flatMap(({ events }) =>
          events.filter(({ stream }) => stream === `${protocol.name}-o1`),
        );
        return { notes: notes.length, arrivals: history.length };
      };
      const [soon, late] = [blocked(100), blocked(200)];
      expect(late.notes).to.equal(soon.notes);
    });

    for (const [what, soldOut] of [
      ['all can hold', []],
      ['inventory refuses', ['inventory-service']],
      ['payment refuses', ['payment-service']],
    ] as const)
      it(`ends the same for all, whatever the order of messages, repeats and one loss, if ${what}`, () => {
        const orders = protocol.promise.trustsTimers ? anyOrderInTime : anyOrder;
        const everyRun = fc.property(orders, (moves) => {
          const system = pump(protocol, { soldOut });
          play(system, moves);
          expect(broken(protocol, run(system))).to.deep.equal([]);
        });
        fc.assert(everyRun, { numRuns: 200 });
      });
  });
