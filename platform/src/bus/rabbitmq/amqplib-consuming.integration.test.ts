// Traps of consuming: each is shown with bare amqplib first, so that a new version that changes it turns the test red, and
// then that the bus does not fall into it.
import { randomUUID } from 'node:crypto';
import type { Channel, ConsumeMessage } from 'amqplib';
import { expect } from 'chai';
import { routeOf } from '@saga-lab/contracts/topology';
import { bareAmqp, deathOf } from '../../testing/bare-amqp.ts';
import type { BareAmqp } from '../../testing/bare-amqp.ts';
import { eventually } from '../../time/eventually.ts';
import { testRabbitmqUrl } from '../../testing/test-servers.ts';
import type { Bus, Delivery } from '../bus.ts';
import { aWhile, idOf, message } from '../bus-harness.contract.ts';
import { rabbitmqBus } from './rabbitmq-bus.ts';

/** As the policy of every queue has it. */
const LIMIT = 20;

describe('amqplib, consuming', () => {
  let bare: BareAmqp;
  let queue: string;

  beforeEach(async () => {
    bare = await bareAmqp();
    queue = await bare.makeQueue();
  });
  afterEach(() => bare.cleanUp());

  const consume = async (on: Channel, from = queue) => {
    const got: (ConsumeMessage | null)[] = [];
    await on.consume(from, (each) => got.push(each));
    const receive = (count: number) =>
      eventually(() => {
        expect(got).to.have.lengthOf(count);
        return got;
      });
    return { got, receive };
  };
  const seesConsumers = (of: string, count: number) =>
    eventually(async () => expect((await bare.admin.checkQueue(of)).consumerCount).to.equal(count));
  const textOf = (each: { content: Buffer } | null | undefined) => each?.content.toString();

  describe('with a bus beside it', () => {
    let bus: Bus;
    let service: string;
    let own: string;
    const got: Delivery[] = [];

    beforeEach(async () => {
      bus = await rabbitmqBus({ url: testRabbitmqUrl() });
      service = `trap-${randomUUID()}`;
      own = await bare.makeQueue();
      await bind();
      got.length = 0;
      await bus.consume(own, 10, (each) => got.push(each));
    });
    afterEach(() => bus.close());
    const bind = () => bare.admin.bindQueue(own, routeOf({ service }).exchange, service);
    const send = async (n: number, count: number) => {
      expect(await bus.publish(message(n), { service })).to.equal('confirmed');
      await eventually(() => {
        expect(got).to.have.lengthOf(count);
      });
    };
    const ready = (expected: boolean) =>
      eventually(() => {
        expect(bus.ready().ok).to.equal(expected);
      });
    /** Takes the queue from under the consumer, which costs the bus that consumer's channel. */
    const tear = async () => {
      await bare.admin.deleteQueue(own);
      await ready(false);
      await bare.makeQueue({}, own);
      await bind();
      await ready(true);
    };

    // @covers F-21 R-22
    it('makes no channel again that died, though its connection lives, and its consumer hears nothing more; the bus makes both again', async () => {
      const connection = await bare.connect();
      const channel = await bare.channel(connection);
      const { got: heard } = await consume(channel);
      const died = deathOf(channel);
      await channel.checkQueue('no-such-queue').catch(() => undefined);
      expect(await died).to.equal(404);
      await seesConsumers(queue, 0);
      await bare.put(queue, 'unheard');
      await aWhile();
      expect(heard).to.deep.equal([]);
      await connection.createChannel(); // it lives

      await tear();
      await send(1, 1);
      await seesConsumers(own, 1);
    });

    // @covers R-17
    it('hands a cancelled consumer null, once, and leaves it at that; the bus subscribes again', async () => {
      const channel = await bare.channel();
      const { got: heard, receive } = await consume(channel);
      await bare.admin.deleteQueue(queue);
      expect(await receive(1)).to.deep.equal([null]);
      await bare.makeQueue({}, queue);
      await bare.put(queue, 'unheard');
      await aWhile();
      expect(heard).to.have.lengthOf(1);
      await seesConsumers(queue, 0);

      await tear();
      await send(1, 1);
    });

    // @covers R-16
    // @mutation The messages: acking on the channel that delivered: the current channel is used (_broker_) [real: only a client of the broker can ack on another channel]
    it('throws on an ack once the channel is closed, and dies of an ack on another channel (406); to the bus such an ack is nothing', async () => {
      const [one, other] = [await bare.channel(), await bare.channel()];
      const { receive } = await consume(one);
      await bare.put(queue, 'a');
      const [delivery] = await receive(1);
      if (!delivery) throw new Error('cancelled');
      const died = deathOf(other);
      other.ack(delivery);
      expect(await died).to.equal(406);
      await one.close();
      expect(() => {
        one.ack(delivery);
      }).to.throw('Channel closed');

      await send(1, 1);
      await tear();
      await send(2, 2);
      for (const each of got) each.ack(); // both are the first delivery of their channel
      await send(3, 3);
      const [first, second, third] = got.map(({ epoch }) => epoch);
      expect(second).to.equal(third).and.not.equal(first);
      expect(got.map(idOf)).to.deep.equal([1, 2, 3].map((n) => message(n).id));
    });
  });

  // @covers R-14
  it('gets a poison message again and again, as fast as it can, when it puts it back', async () => {
    const channel = await bare.channel();
    await bare.put(queue, 'poison');
    let deliveries = 0;
    await channel.consume(queue, (each) => {
      deliveries += 1;
      if (each) channel.nack(each, false, true);
    });
    await eventually(() => {
      expect(deliveries).to.be.above(100);
    });
  });

  // @covers R-19
  it('spends a delivery with every look by get and put back: the message is gone behind the limit', async () => {
    const limited = await bare.makeQueue({ 'x-delivery-limit': LIMIT });
    await bare.put(limited, 'a');
    let looks = 0;
    const look = async () => {
      const seen = await bare.admin.get(limited);
      if (!seen) throw new Error('not there');
      looks += 1;
      bare.admin.nack(seen, false, true);
    };
    for (let n = 0; n <= LIMIT; n += 1) await eventually(look);
    await aWhile();
    expect(await bare.admin.get(limited)).to.equal(false);
    expect(looks).to.equal(LIMIT + 1);
  });

  // @covers R-20
  it('gets what was put back in another order: nothing may rest on it', async () => {
    await bare.put(queue, '1', '2', '3');
    const channel = await bare.channel();
    const taken = [await channel.get(queue), await channel.get(queue)];
    for (const each of taken.reverse()) if (each) channel.nack(each, false, true);
    const { receive } = await consume(await bare.channel());
    expect((await receive(3)).map(textOf))
      .to.have.members(['1', '2', '3'])
      .and.not.deep.equal(['1', '2', '3']);
  });

  it('gets what another consumer left behind the rest', async () => {
    await bare.put(queue, '1', '2', '3', '4');
    const [crashing, other] = [await bare.channel(), await bare.channel()];
    await crashing.prefetch(2);
    await (await consume(crashing)).receive(2);
    const { receive } = await consume(other);
    await receive(2);
    await crashing.close();
    expect((await receive(4)).map(textOf)).to.deep.equal(['3', '4', '1', '2']);
  });
});
