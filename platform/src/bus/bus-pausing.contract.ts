// What pause, release and resume of a consumer must do on every bus; part of the bus contract.
import { expect } from 'chai';
import type { Bus } from './bus.ts';
import { aWhile, consumeOn, ids, sendOn } from './bus-harness.contract.ts';
import type { BusHarness } from './bus-harness.contract.ts';

export const pausingContract = (name: string, make: () => Promise<BusHarness>): void => {
  describe(`bus: ${name}, pausing`, () => {
    let harness: BusHarness;
    let bus: Bus;

    beforeEach(async () => {
      harness = await make();
      bus = await harness.connect();
    });
    afterEach(async () => {
      await bus.close();
      await harness.stop();
    });

    const send = (count: number) => sendOn(bus, harness, count);
    const consume = (prefetch: number, queue = harness.commands, on = bus) => consumeOn(on, queue, prefetch);

    it('delivers nothing while paused, and everything after', async () => {
      const { got, receive, consumption } = await consume(10);
      await consumption.pause();
      await consumption.pause();
      await send(2);
      await aWhile();
      expect(got).to.have.lengthOf(0);
      expect(bus.ready().ok).to.equal(true);
      await consumption.resume();
      await consumption.resume();
      await receive(2);
    });

    it('still takes acks of what came before the pause', async () => {
      await send(1);
      const { got, receive, consumption } = await consume(10);
      await receive(1);
      await consumption.pause();
      got[0]?.ack();
      await aWhile();
      await consumption.release();
      await consumption.resume();
      await aWhile();
      expect(got).to.have.lengthOf(1);
    });

    // @covers R-12
    it('keeps to the prefetch over a pause, what came before it included', async () => {
      await send(4);
      const { got, receive, consumption } = await consume(2);
      await receive(2);
      await consumption.pause();
      await consumption.resume();
      await aWhile();
      expect(got).to.have.lengthOf(2);
      for (const delivery of [...got]) delivery.ack();
      await receive(4);
    });

    it('hands what is unacked back on release, under another epoch once it comes again', async () => {
      await send(2);
      const { got, receive, consumption } = await consume(10);
      await receive(2);
      await consumption.release();
      await aWhile();
      expect(got).to.have.lengthOf(2);
      await consumption.resume();
      await receive(4);
      expect(ids(got.slice(2))).to.deep.equal(ids(got.slice(0, 2)));
      expect(got[2]?.epoch).to.not.equal(got[0]?.epoch);
    });

    // @covers R-16
    it('takes an ack from before a release for nothing, quietly', async () => {
      await send(1);
      const { got, receive, consumption } = await consume(1);
      await receive(1);
      await consumption.release();
      got[0]?.ack();
      await consumption.resume();
      await receive(2);
      got[0]?.ack();
      await consumption.release();
      await consumption.resume();
      await receive(3);
    });

    it('gives what one consumer released to another', async () => {
      await send(1);
      const first = await consume(10);
      await first.receive(1);
      const second = await consume(10);
      await first.consumption.release();
      await second.receive(1);
    });
  });
};
