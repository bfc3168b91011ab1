// What must be so on the live broker, by its own account and as a service meets it; run on the one that the launcher provides.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect } from 'amqplib';
import type { ChannelModel } from 'amqplib';
import { expect } from 'chai';
import { deadLettersOf, exchanges, queues } from '@saga-lab/contracts/topology';
import { message } from '@saga-lab/platform/bus/bus-harness.contract';
import { rabbitmqBus } from '@saga-lab/platform/bus/rabbitmq/rabbitmq-bus';
import type { Bus, Delivery } from '@saga-lab/platform/bus/bus';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { BrokerControl } from '../engine/engine.ts';
import { duringAlarm } from './alarm.ts';
import { VHOST } from './definitions.ts';
import type { Broker } from './broker.ts';

type Row = Readonly<Record<string, unknown>>;

const SERVICE = 'payment-service';
const QUEUE = `${SERVICE}.commands`;
const TYPE = 'PaymentCharged';
const BARE_MESSAGES = 300;

export const liveBrokerContract = (broker: () => Broker): void => {
  const control = (): BrokerControl => {
    const { control: found } = broker();
    if (!found) throw new Error('the broker was not started here');
    return found;
  };
  const list = async (what: string, ...which: readonly string[]): Promise<readonly Row[]> =>
    JSON.parse(await control().ctl(what, '--formatter', 'json', '--quiet', ...which)) as Row[];

  // @covers F-12 R-03 R-18
  it('says that every queue is a durable quorum queue, and has its dead letters by a policy that loses none', async () => {
    const found = await list('list_queues', '--vhost', VHOST, 'name', 'type', 'durable', 'policy');
    const policies = await list('list_policies', '--vhost', VHOST);
    for (const name of [...queues, ...queues.map(deadLettersOf)])
      expect(found.find((row) => row['name'] === name)).to.include({ type: 'quorum', durable: true });
    const policyOf = (queue: string): Row => {
      const applied = found.find((row) => row['name'] === queue)?.['policy'];
      const { definition } = policies.find((policy) => policy['name'] === applied) ?? {};
      return JSON.parse(String(definition)) as Row;
    };
    for (const name of queues.map(deadLettersOf))
      expect(policyOf(name), name).to.deep.equal({ 'delivery-limit': 1_000_000 });
    for (const name of queues) {
      const { 'delivery-limit': limit, ...rest } = policyOf(name);
      expect(limit, name).to.be.at.least(20);
      expect(rest, name).to.deep.equal({
        'dead-letter-exchange': exchanges.dead,
        'dead-letter-routing-key': deadLettersOf(name),
        'dead-letter-strategy': 'at-least-once',
        overflow: 'reject-publish',
      });
    }
  });

  describe('with a bus that publishes and consumes', () => {
    let bus: Bus;
    let bare: ChannelModel;
    const got: Delivery[] = [];
    beforeEach(async () => {
      got.length = 0;
      bus = await rabbitmqBus({ url: broker().urlOf(SERVICE) });
      bare = await connect(broker().e2eUrl);
    });
    afterEach(async () => {
      await bus.close();
      await bare.close();
    });
    const received = (count: number) =>
      eventually(() => {
        expect(got).to.have.lengthOf(count);
      });

    const publishes = (n: number) => bus.publish({ ...message(n), type: TYPE }, { topic: TYPE });

    // @covers R-08 R-21
    it('says that a service has two connections, with a heartbeat of 5 s agreed on each', async () => {
      await eventually(async () => {
        const connections = await list('list_connections', 'user', 'timeout');
        const own = connections.filter(({ user }) => user === SERVICE);
        expect(own.map(({ timeout }) => timeout)).to.deep.equal([5, 5]);
      });
    });

    // @covers R-20
    it('gives commands that write what many orders share to one instance, and to the next one when that is gone', async () => {
      const another = await rabbitmqBus({ url: broker().urlOf(SERVICE) });
      const byTheOther: Delivery[] = [];
      const channel = await bare.createConfirmChannel();
      await channel.purgeQueue(QUEUE);
      const send = async (texts: readonly string[]) => {
        for (const text of texts) channel.sendToQueue(QUEUE, Buffer.from(text));
        await channel.waitForConfirms();
      };
      try {
        await another.consume(QUEUE, 10, (delivery) => byTheOther.push(delivery));
        await bus.consume(QUEUE, 10, (delivery) => got.push(delivery));
        await send(['1', '2', '3', '4']);
        await eventually(() => expect(byTheOther).to.have.lengthOf(4));
        for (const delivery of byTheOther) delivery.ack();
        expect(got).to.have.lengthOf(0);
        await another.close();
        await send(['5']);
        await received(1);
        got[0]?.ack();
      } finally {
        await another.close();
      }
    });

    // @covers F-25 R-05 R-08
    // @mutation The messages: the second connection: one to publish and consume (_broker_) [real: an alarm of the broker stops a whole connection]
    it('takes no message during an alarm, though `publish` of amqplib stays true, and takes acks', async () => {
      const channel = await bare.createConfirmChannel();
      await channel.purgeQueue(QUEUE);
      for (const text of ['1', '2', '3']) channel.sendToQueue(QUEUE, Buffer.from(text));
      await channel.waitForConfirms();
      await bus.consume(QUEUE, 1, (delivery) => got.push(delivery));
      await received(1);
      const blocked = new Promise((resolve) => bare.on('blocked', resolve));
      const { unanswered } = await duringAlarm(control(), 'memory', async () => {
        channel.sendToQueue(QUEUE, Buffer.from('x'));
        await blocked;
        const said = new Set<boolean>();
        let confirmed = 0;
        for (let n = 0; n < BARE_MESSAGES; n += 1) {
          said.add(channel.sendToQueue(QUEUE, Buffer.from('x'), {}, () => (confirmed += 1)));
          await nextTurn();
        }
        const first = publishes(1); // with which the broker tells
        await eventually(() => {
          expect(bus.publishing()).to.equal('blocked');
        });
        expect(await Promise.race([publishes(2), first.then(() => 'tried')])).to.equal('silence'); // at once
        for (const count of [2, 3]) {
          got.at(-1)?.ack();
          await received(count);
        }
        expect([[...said], confirmed]).to.deep.equal([[true], 0]);
        return { unanswered: first };
      });
      expect(await unanswered).to.be.oneOf(['confirmed', 'silence']);
      await channel.waitForConfirms();
      await channel.purgeQueue(QUEUE);
    });
  });
};
