// Traps of connections: each is shown with bare amqplib first, so that a new version that changes it turns the test red, and
// then that the bus does not fall into it.
import { connect } from 'amqplib';
import type { ChannelModel, RecoveringChannelModel } from 'amqplib';
import { expect } from 'chai';
import { bareAmqp } from '../../testing/bare-amqp.ts';
import type { BareAmqp } from '../../testing/bare-amqp.ts';
import { eventually } from '../../time/eventually.ts';
import { tcpProxy } from '../../testing/tcp-proxy.ts';
import type { TcpProxy } from '../../testing/tcp-proxy.ts';
import { testRabbitmqUrl } from '../../testing/test-servers.ts';
import { aWhile } from '../bus-harness.contract.ts';
import type { Bus } from '../bus.ts';
import { rabbitmqBus } from './rabbitmq-bus.ts';

/** So long a connection may be dead inside its setup before it is made again. */
const RECOVERED_MS = 10_000;

describe('amqplib, connected', () => {
  let bare: BareAmqp;
  let proxy: TcpProxy;
  let queue: string;
  let recovering: RecoveringChannelModel | undefined;
  let bus: Bus | undefined;

  beforeEach(async () => {
    bare = await bareAmqp();
    queue = await bare.makeQueue();
    proxy = await tcpProxy(testRabbitmqUrl());
  });
  afterEach(async () => {
    await recovering?.close();
    await bus?.close();
    [recovering, bus] = [undefined, undefined];
    await proxy.stop();
    await bare.cleanUp();
  });

  const withHeartbeat = (url: string, seconds: number) => `${url}?heartbeat=${seconds}`;
  /** Why it closed; `once` would fail with the error that comes before. */
  const endOf = (model: ChannelModel): Promise<string> =>
    new Promise((resolve) => model.on('close', (error) => resolve(String(error))));
  const heartbeatOf = (model: ChannelModel): unknown => Reflect.get(model.connection, 'heartbeat');
  /** With the recovery that amqplib brings along, as quick as it can be. */
  const recover = async (setup: (model: ChannelModel) => Promise<void>) => {
    recovering = await connect(proxy.url, { recovery: { initialDelay: 1, maxDelay: 1, setup } });
    recovering.on('error', () => undefined);
    return recovering;
  };

  const consume = async (): Promise<void> => {
    bus = await rabbitmqBus({ url: proxy.url });
    await bus.consume(queue, 1, () => undefined);
  };
  const ready = (timeoutMs: number) =>
    eventually(() => expect(bus?.ready()).to.deep.equal({ ok: true, detail: 'ready' }), { timeoutMs });
  /** Bytes from the broker until all of one connection is there: on average of the two that a bus has. */
  const answersOfSetup = async (): Promise<number> => {
    await consume();
    await ready(RECOVERED_MS);
    const { passed } = proxy.counts().answers;
    await bus?.close();
    return Math.round(passed / 2);
  };

  // @covers R-21
  it('takes the heartbeat from the address alone', async () => {
    const [inOptions, inAddress] = [
      await connect(testRabbitmqUrl(), { heartbeat: 5 } as object),
      await bare.connect(withHeartbeat(testRabbitmqUrl(), 5)),
    ];
    expect([heartbeatOf(inOptions), heartbeatOf(inAddress)]).to.deep.equal([60, 5]);
    await inOptions.close();
  });

  // @covers R-21
  it('notices a peer that says nothing after two to three heartbeats', async () => {
    const model = await bare.connect(withHeartbeat(proxy.url, 1));
    proxy.shape({ answers: { held: true } });
    const begin = Date.now();
    expect(await endOf(model)).to.contain('Heartbeat timeout');
    expect(Date.now() - begin).to.be.within(900, 10_000);
  });

  // @covers R-21
  it('loses the connection over an error of a channel that nobody hears', async () => {
    const model = await bare.connect();
    const channel = await model.createChannel();
    const ended = endOf(model);
    await channel.checkQueue('no-such-queue').catch(() => undefined);
    expect(await ended).to.contain('no-such-queue');
  });

  // @covers R-22
  it('recovers connections, and no channel: neither one that dies alone nor those that a connection takes along', async () => {
    const model = await recover(() => Promise.resolve());
    const consuming = async () => {
      const channel = await model.createChannel();
      channel.on('error', () => undefined);
      await channel.consume(queue, () => undefined);
      return channel;
    };
    const seesConsumers = (count: number) =>
      eventually(async () => expect((await bare.admin.checkQueue(queue)).consumerCount).to.equal(count));
    const alone = await consuming();
    await seesConsumers(1);
    await alone.checkQueue('no-such-queue').catch(() => undefined);
    await seesConsumers(0);

    await consuming();
    const back = new Promise((resolve) => model.on('connect', resolve));
    proxy.cut();
    await back;
    await seesConsumers(0);
    await aWhile();
    await seesConsumers(0);
  });

  // @covers R-23
  it('takes a connection that died in its setup, behind the last call, for open, and never tries again', async () => {
    const model = await recover(async (fresh) => {
      await (await fresh.createChannel()).checkQueue(queue);
      fresh.on('error', () => undefined);
      const ended = endOf(fresh);
      proxy.cut();
      await ended;
    });
    await aWhile();
    expect([proxy.open(), proxy.counts().connects]).to.deep.equal([0, 1]);
    expect(await model.createChannel().catch(String)).to.match(/Connection closed/);
  });

  // @covers R-23
  it('is made again by the bus within 10 s, wherever in its setup it dies', async () => {
    const whole = await answersOfSetup();
    for (let before = -20; before <= 120; before += 20) {
      const { cuts } = proxy.counts();
      proxy.shape({ answers: { cutAfter: whole - before } });
      await consume();
      await eventually(() => expect(proxy.counts().cuts).to.be.above(cuts));
      proxy.shape({});
      await ready(RECOVERED_MS);
      await bus?.close();
    }
  });
});
