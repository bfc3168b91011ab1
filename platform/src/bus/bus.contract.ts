// What every bus must do, whatever carries it; run on the memory bus and on RabbitMQ.
import { expect } from 'chai';
import { eventually } from '../time/eventually.ts';
import { MOST_MESSAGE_BYTES } from './bus.ts';
import type { Bus } from './bus.ts';
import { pausingContract } from './bus-pausing.contract.ts';
import { aWhile, consumeOn, idOf, ids, message, sendOn, upTo } from './bus-harness.contract.ts';
import type { BusHarness } from './bus-harness.contract.ts';

export const busContract = (name: string, make: () => Promise<BusHarness>): void => {
  describe(`bus: ${name}`, () => {
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

    describe('publishing', () => {
      it('confirms what reached a queue, and delivers it as it was', async () => {
        const { got, receive } = await consume(10);
        expect(await bus.publish(message(1), { service: harness.service })).to.equal('confirmed');
        await receive(1);
        expect(got[0]?.decoded).to.deep.equal({ ok: true, message: message(1) });
        expect(got[0]?.queue).to.equal(harness.commands);
      });

      it('keeps a message for whoever consumes later', async () => {
        expect(await send(1)).to.deep.equal(['confirmed']);
        await (await consume(10)).receive(1);
      });

      // @mutation The messages: `mandatory` on publish (_broker_) [twin: no mandatory with a missing binding]
      it('returns what no queue wants, and only that', async () => {
        const results = await Promise.all([
          bus.publish(message(1), { topic: 'NobodyWantsThis' }),
          bus.publish(message(2), { service: harness.service }),
          bus.publish(message(3), { service: 'no-such-service' }),
        ]);
        expect(results).to.deep.equal(['returned', 'confirmed', 'returned']);
      });

      it('brings an event to every queue that subscribed to its type', async () => {
        const [left, right] = [await consume(10, harness.left), await consume(10, harness.right)];
        expect(await bus.publish(message(1), { topic: harness.topic })).to.equal('confirmed');
        await Promise.all([left.receive(1), right.receive(1)]);
      });

      it('sends a copy: what the sender changes afterwards stays with the sender', async () => {
        const { got, receive } = await consume(10);
        const data = { orderId: 'o-1' };
        const sending = bus.publish(message(1, { data }), { service: harness.service });
        data.orderId = 'changed';
        await sending;
        await receive(1);
        expect(got[0]?.decoded).to.deep.include({ message: message(1, { data: { orderId: 'o-1' } }) });
      });

      it('is silent once it is closed', async () => {
        await bus.close();
        expect(await bus.publish(message(1), { service: harness.service })).to.equal('silence');
        expect(bus.ready().ok).to.equal(false);
      });
    });

    describe('consuming', () => {
      // @covers R-12
      it('delivers at most as many unacked messages as the prefetch, and the next one after an ack', async () => {
        await send(5);
        const { got, receive } = await consume(2);
        await receive(2);
        await aWhile();
        expect(got).to.have.lengthOf(2);
        got[0]?.ack();
        await receive(3);
        await aWhile();
        expect(got).to.have.lengthOf(3);
      });

      it('does not deliver again what was acked', async () => {
        await send(2);
        const first = await consume(10);
        await first.receive(2);
        for (const delivery of first.got) delivery.ack();
        await first.consumption.release();
        const second = await consume(10);
        await aWhile();
        expect([first.got.length, second.got.length]).to.deep.equal([2, 0]);
      });

      // @covers R-16
      it('takes a second ack for nothing', async () => {
        await send(3);
        const { got, receive } = await consume(1);
        await receive(1);
        got[0]?.ack();
        got[0]?.ack();
        await receive(2);
        await aWhile();
        expect(got).to.have.lengthOf(2);
        got[1]?.ack();
        await receive(3);
        await aWhile();
        expect(ids(got)).to.deep.equal(upTo(3).map(({ id }) => id));
        expect(new Set(got.map(({ epoch }) => epoch)).size).to.equal(1); // it did not cost the channel
      });

      // @covers R-20
      it('shares a queue among several consumers, each message once', async () => {
        const [one, two] = [await consume(3), await consume(3)];
        await send(6);
        await Promise.all([one.receive(3), two.receive(3)]);
        expect(ids([...one.got, ...two.got])).to.deep.equal(upTo(6).map(({ id }) => id));
      });

      it('delivers what cannot be read, with the reason and its very bytes', async () => {
        const { got, receive } = await consume(10);
        const sent = [Uint8Array.of(0x7b, 0xff), Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d, 0x00)];
        for (const bytes of sent) await harness.inject(harness.commands, bytes);
        await receive(2);
        expect(got[0]?.decoded).to.deep.equal({ ok: false, reason: 'not UTF-8' });
        expect(got.map(({ bytes }) => [...bytes])).to.deep.equal(sent.map((bytes) => [...bytes]));
      });

      it('delivers what is too large whole, with the reason', async () => {
        const { got, receive } = await consume(10);
        await harness.inject(harness.commands, new Uint8Array(MOST_MESSAGE_BYTES + 1).fill(0x20));
        await receive(1);
        expect(got[0]?.decoded)
          .to.have.property('reason')
          .that.matches(/^too large: 262145 bytes/);
        expect(got[0]?.bytes).to.have.length(MOST_MESSAGE_BYTES + 1);
      });

      // @covers R-10
      it('delivers again to others what was unacked when its bus closed', async () => {
        await send(3);
        const other = await harness.connect();
        const first = await consume(10, harness.commands, other);
        await first.receive(3);
        first.got.find((each) => idOf(each) === message(2).id)?.ack();
        await aWhile();
        await other.close();
        const second = await consume(10);
        await second.receive(2);
        expect(ids(second.got)).to.deep.equal([message(1).id, message(3).id]);
      });
    });

    it('is ready while it can publish and every consumer is registered', async () => {
      await consume(10);
      await eventually(() => {
        expect(bus.ready()).to.deep.equal({ ok: true, detail: 'ready' });
      });
    });
  });
  pausingContract(name, make);
};
