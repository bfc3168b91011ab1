// Traps of publishing: each is shown with bare amqplib first, so that a new version that changes it turns the test red,
// and then that the bus does not fall into it.
import { randomUUID } from 'node:crypto';
import type { ConfirmChannel } from 'amqplib';
import { expect } from 'chai';
import { exchanges, routeOf } from '@saga-lab/contracts/topology';
import { bareAmqp, deathOf, publishBare } from '../../testing/bare-amqp.ts';
import type { BareAmqp } from '../../testing/bare-amqp.ts';
import { eventually } from '../../time/eventually.ts';
import type { Bus } from '../bus.ts';
import { message } from '../bus-harness.contract.ts';
import { rabbitmqBus } from './rabbitmq-bus.ts';
import { testRabbitmqUrl } from '../../testing/test-servers.ts';

const nowhere = { exchange: exchanges.commands, key: 'no-such-service' };
/** What a channel holds back before `publish` says false. */
const SAYS_FALSE_AFTER = 2_000;

describe('amqplib, publishing', () => {
  let bare: BareAmqp;
  let channel: ConfirmChannel;
  let bus: Bus;
  let service: string;
  let queue: string;

  beforeEach(async () => {
    bare = await bareAmqp();
    channel = await bare.channel();
    bus = await rabbitmqBus({ url: testRabbitmqUrl() });
    service = `trap-${randomUUID()}`;
    queue = await bare.makeQueue();
    const { exchange, key } = routeOf({ service });
    await bare.admin.bindQueue(queue, exchange, key);
  });
  afterEach(async () => {
    await bus.close();
    await bare.cleanUp();
  });

  // @covers R-04
  it('confirms what no queue wants; only `mandatory` tells, and before the confirm: the bus says returned', async () => {
    const seen: string[] = [];
    channel.on('return', ({ properties }) => seen.push(`returned ${String(properties.messageId)}`));
    for (const options of [{ messageId: 'a' }, { messageId: 'b', mandatory: true }]) {
      expect(await publishBare(channel, nowhere, options)).to.equal(undefined);
      seen.push(`confirmed ${options.messageId}`);
    }
    expect(seen).to.deep.equal(['confirmed a', 'returned b', 'confirmed b']);

    expect(await bus.publish(message(1), { service: nowhere.key })).to.equal('returned');
  });

  it('returns nothing as long as one queue wants it, whoever else lost his: so every type has one queue alone', async () => {
    const topic = `LampLit${randomUUID()}`;
    const [lost, left] = [await bare.makeQueue(), await bare.makeQueue()];
    for (const each of [lost, left]) await bare.admin.bindQueue(each, exchanges.events, topic);
    await bare.admin.unbindQueue(lost, exchanges.events, topic);
    const returned: unknown[] = [];
    channel.on('return', (each) => returned.push(each));
    expect(await publishBare(channel, routeOf({ topic }), { mandatory: true })).to.equal(undefined);
    expect(returned).to.deep.equal([]);

    expect(await bus.publish(message(1), { topic })).to.equal('confirmed');
    await bare.admin.unbindQueue(left, exchanges.events, topic);
    expect(await bus.publish(message(2), { topic })).to.equal('returned');
  });

  it('fails every confirm that is outstanding when the channel dies of one message', async () => {
    const died = deathOf(channel);
    const before = Array.from({ length: 10 }, () => publishBare(channel, routeOf({ service })));
    const bad = publishBare(channel, { exchange: 'no-such-exchange', key: '' });
    const behind = Array.from({ length: 10 }, () => publishBare(channel, routeOf({ service })));
    expect(await died).to.equal(404);
    expect(new Set(await Promise.all([bad, ...behind]))).to.deep.equal(new Set(['channel closed']));
    expect(await Promise.all(before)).to.satisfy((all: unknown[]) =>
      all.every((said) => said === undefined || said === 'channel closed'),
    );
    await eventually(async () => {
      // Those before it are there all the same, confirmed or not: who takes that for a failure sends them twice.
      expect((await bare.admin.checkQueue(queue)).messageCount).to.equal(10);
    });
  });

  for (const [what, options, type, words] of [
    ['a messageId over 255 bytes', { messageId: 'x'.repeat(256) }, Error, /messageId/],
    ['headers over 64 KiB', { headers: { traceparent: '1'.repeat(65_536) } }, RangeError, /field table/],
  ] as const)
    // @covers R-09
    it(`throws on ${what}: the bus is silent about that one, and confirms the next`, async () => {
      expect(() => channel.publish('', queue, Buffer.from('{}'), options)).to.throw(type, words);

      const { messageId: id, headers } = { messageId: message(1).id, headers: {}, ...options };
      expect(await bus.publish(message(1, { id, ...headers }), { service })).to.equal('silence');
      expect(await bus.publish(message(2), { service })).to.equal('confirmed');
    });

  // @covers R-05
  it("takes what it cannot send yet without end, whatever `publish` says: only a bound of one's own holds", async () => {
    const said = Array.from({ length: SAYS_FALSE_AFTER + 500 }, () =>
      channel.sendToQueue(queue, Buffer.from('x')),
    );
    expect([said[0], said.at(-1)]).to.deep.equal([true, false]);
    await channel.waitForConfirms();
    expect((await bare.admin.checkQueue(queue)).messageCount).to.equal(said.length);
  });

  // @covers R-03
  // @mutation The messages: `persistent` on publish (_broker_) [twin: transient messages]
  it('sends what may be lost with the broker unless told: the bus sends all of it persistent, under its id', async () => {
    await publishBare(channel, { exchange: '', key: queue });
    const first = await bare.admin.get(queue, { noAck: true });
    expect(first && first.properties).to.include({ deliveryMode: undefined, messageId: undefined });

    await bus.publish(message(1), { service });
    const second = await bare.admin.get(queue, { noAck: true });
    expect(second && second.properties).to.include({
      deliveryMode: 2,
      messageId: message(1).id,
      contentType: 'application/cloudevents+json',
    });
  });
});
