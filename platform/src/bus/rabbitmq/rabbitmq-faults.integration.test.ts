import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { connect } from 'amqplib';
import type { Channel, ChannelModel, Options } from 'amqplib';
import { expect } from 'chai';
import { routeOf } from '@saga-lab/contracts/topology';
import { eventually } from '../../time/eventually.ts';
import { tcpProxy } from '../../testing/tcp-proxy.ts';
import type { TcpProxy } from '../../testing/tcp-proxy.ts';
import { testRabbitmqUrl } from '../../testing/test-servers.ts';
import type { Bus, Delivery } from '../bus.ts';
import { idOf, message } from '../bus-harness.contract.ts';
import { rabbitmqBus } from './rabbitmq-bus.ts';

const quorum = { arguments: { 'x-queue-type': 'quorum' } };

describe('the bus on RabbitMQ, when things fail', () => {
  let proxy: TcpProxy;
  let bus: Bus;
  let connection: ChannelModel;
  let admin: Channel;
  let service: string;
  let queue: string;

  const makeQueue = async (options: Options.AssertQueue = quorum) => {
    await admin.assertQueue(queue, options);
    const { exchange, key } = routeOf({ service });
    await admin.bindQueue(queue, exchange, key);
  };
  const consume = async (on: Bus) => {
    const got: Delivery[] = [];
    await on.consume(queue, 10, (delivery) => got.push(delivery));
    return got;
  };
  const ready = (on: Bus, timeoutMs: number) =>
    eventually(
      () => {
        expect(on.ready()).to.deep.equal({ ok: true, detail: 'ready' });
      },
      { timeoutMs },
    );
  const unready = (on: Bus) =>
    eventually(() => {
      expect(on.ready().ok).to.equal(false);
    });
  const received = (got: readonly Delivery[], count: number) =>
    eventually(() => {
      expect(got).to.have.lengthOf(count);
    });

  beforeEach(async () => {
    service = `bus-faults-${randomUUID()}`;
    queue = `${service}.commands`;
    connection = await connect(testRabbitmqUrl());
    admin = await connection.createChannel();
    await makeQueue();
    proxy = await tcpProxy(testRabbitmqUrl());
    bus = await rabbitmqBus({ url: proxy.url });
  });
  afterEach(async () => {
    await bus.close();
    await proxy.stop();
    await admin.deleteQueue(queue);
    await connection.close();
  });

  // @covers F-20
  it('publishes and consumes again within 2 s after every connection was reset', async () => {
    const got = await consume(bus);
    await bus.publish(message(1), { service });
    await received(got, 1);
    proxy.cut();
    expect(await bus.publish(message(2), { service })).to.equal('silence');
    await unready(bus);
    await ready(bus, 2_000);
    expect(await bus.publish(message(2), { service })).to.equal('confirmed');
    await eventually(() => {
      const epochs = got.filter((each) => idOf(each) === message(1).id).map(({ epoch }) => epoch);
      expect(new Set(epochs).size).to.equal(2);
    });
    got[0]?.ack(); // of a channel that is gone: quiet
    expect(await bus.publish(message(3), { service })).to.equal('confirmed');
  });

  // @covers F-42
  it('answers silence for everything outstanding when the connection goes', async () => {
    proxy.shape({ answers: { held: true } });
    const outstanding = Array.from({ length: 50 }, (_, n) => bus.publish(message(n + 1), { service }));
    proxy.cut();
    const before = Date.now();
    expect(new Set(await Promise.all(outstanding))).to.deep.equal(new Set(['silence']));
    expect(Date.now() - before).to.be.below(1_000);
  });

  // @covers F-24 F-41 R-04
  it('answers silence after 5 s without a confirm, and leaves a connection that answers nothing', async () => {
    const { connects } = proxy.counts();
    proxy.shape({ answers: { held: true } });
    const before = Date.now();
    expect(await bus.publish(message(1), { service })).to.equal('silence');
    expect(Date.now() - before).to.be.within(4_500, 6_000);
    await eventually(() => expect(proxy.counts().connects).to.be.above(connects));
    proxy.shape({});
    const confirmed = async () => {
      expect(await bus.publish(message(2), { service })).to.equal('confirmed');
    };
    await eventually(confirmed, { timeoutMs: 16_000 - (Date.now() - before) });
  });

  // @covers R-24
  it('starts without a broker, says so, and begins when it is there', async () => {
    proxy.refuse(true);
    const early = await rabbitmqBus({ url: proxy.url });
    const got = await consume(early);
    expect(early.ready().ok).to.equal(false);
    expect(early.ready().detail).to.match(/^cannot publish: no connection/);
    expect(await early.publish(message(1), { service })).to.equal('silence');
    proxy.refuse(false);
    await ready(early, 5_000);
    expect(await early.publish(message(1), { service })).to.equal('confirmed');
    await received(got, 1);
    await early.close();
  });

  // @covers F-32 R-24
  it('does not start with a wrong password, and does not tell the password', async () => {
    const url = new URL(testRabbitmqUrl());
    url.password = 'not-the-password';
    const error = await rabbitmqBus({ url: url.href }).catch((failure: unknown) => failure);
    expect(error).to.include({ name: 'PermanentError', code: 'BROKER_ACCESS_REFUSED' });
    expect(inspect(error)).to.contain('refuses the user').and.not.contain(url.password);
  });

  it('does not start with a virtual host that is not there', async () => {
    const url = new URL(testRabbitmqUrl());
    url.pathname = '/elsewhere';
    const error = await rabbitmqBus({ url: url.href }).catch((failure: unknown) => failure);
    expect(error).to.include({ name: 'PermanentError', code: 'BROKER_VHOST_REFUSED' });
    expect(inspect(error)).to.contain('virtual host elsewhere').and.not.contain(url.password);
  });

  it('does not start with something that is no address', async () => {
    const error = await rabbitmqBus({ url: 'http://x:secret@y' }).catch(
      (failure: unknown) => failure as Error,
    );
    expect(error).to.include({ code: 'BROKER_URL_INVALID' });
    expect(inspect(error)).to.not.contain('secret');
  });

  // @covers F-27
  it('waits for a queue that is not there, says which, and consumes once it is', async () => {
    await admin.deleteQueue(queue);
    const got = await consume(bus);
    expect(bus.ready().ok).to.equal(false);
    expect(bus.ready().detail).to.contain(queue).and.contain('404');
    expect(bus.ready().queue).to.equal(`the queue ${queue} is not there`);
    await makeQueue();
    await ready(bus, 6_000);
    await bus.publish(message(1), { service });
    await received(got, 1);
  });

  it('says nothing about a queue when it is the broker that is away', async () => {
    await consume(bus);
    proxy.refuse(true);
    proxy.cut();
    await unready(bus);
    expect(bus.ready()).not.to.have.property('queue');
  });

  // @covers F-27 R-17
  it('subscribes again after the broker cancelled its consumer', async () => {
    const got = await consume(bus);
    await admin.deleteQueue(queue);
    await unready(bus);
    await makeQueue();
    await ready(bus, 6_000);
    await bus.publish(message(1), { service });
    await received(got, 1);
  });

  // @covers F-29 R-18
  it('is told when a queue is full', async () => {
    await admin.deleteQueue(queue);
    await makeQueue({ durable: true, arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } });
    expect(await bus.publish(message(1), { service })).to.equal('confirmed');
    expect(await bus.publish(message(2), { service })).to.equal('nacked');
  });

  it('leaves no connection behind when it is closed', async () => {
    expect(proxy.open()).to.equal(2);
    await bus.close();
    await eventually(() => {
      expect(proxy.open()).to.equal(0);
    });
  });
});
