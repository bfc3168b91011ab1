import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { connect } from 'amqplib';
import type { Channel, ChannelModel } from 'amqplib';
import { expect } from 'chai';
import { deadLettersOf, exchanges, queues } from '@saga-lab/contracts/topology';
import { bindings, rights } from '@saga-lab/protocols/topology';
import { eventually } from '@saga-lab/platform/time/eventually';
import { liveBrokerContract } from './live-broker.contract.ts';
import { provideBroker } from './provide-broker.ts';
import type { Broker } from './broker.ts';
import { busOnBrokerContract } from './bus-on-broker.contract.ts';
import { switchContract } from './switch.contract.ts';

const isAlive = (pid: number | undefined): boolean => {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
};

/** Processes that run in this directory: all that belong to the broker, epmd included. */
const processesOf = (dir: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const ofTheBroker = readlinkSync(`/proc/${pid}/cwd`).startsWith(dir);
        return ofTheBroker ? [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8')}`] : [];
      } catch {
        return [];
      }
    });

describe('the broker that the launcher provides', function () {
  this.timeout(60_000);
  let dataDir: string;
  let broker: Broker;
  let connections: ChannelModel[] = [];
  const lines: string[] = [];

  const channelOf = async (url: string): Promise<Channel> => {
    const connection = await connect(url);
    connection.on('error', () => undefined);
    connections.push(connection);
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    return channel;
  };

  /** The code that the broker closes the channel with. */
  const refusalOf = async (user: string, act: (channel: Channel) => unknown): Promise<unknown> => {
    const channel = await channelOf(broker.urlOf(user));
    const closed = new Promise((resolve) =>
      channel.once('error', (error) => resolve((error as { code?: number }).code)),
    );
    const done = (async () => {
      await act(channel);
      await channel.checkQueue(rights[user]?.reads[0] ?? '');
      return 'allowed';
    })().catch(() => closed);
    return Promise.race([closed, done]);
  };

  const publish = (exchange: string, key: string) => (channel: Channel) =>
    channel.publish(exchange, key, Buffer.from('{}'), { persistent: true });

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-broker-'));
    broker = await provideBroker({ dataDir, log: (line) => lines.push(line) });
  });
  afterEach(async () => {
    for (const connection of connections) await connection.close().catch(() => undefined);
    connections = [];
  });
  after(async () => {
    await broker.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('says in one line what it chose, and why', () => {
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.match(/^RabbitMQ: .+ is on this machine/);
  });

  it('has the pid of the Erlang machine', () => {
    expect(readFileSync(`/proc/${broker.parts[0]?.pid ?? 0}/comm`, 'utf8')).to.match(/^beam/);
  });

  // @covers R-56
  it('knows no user but its own', async () => {
    const url = new URL(broker.e2eUrl);
    [url.username, url.password] = ['guest', 'guest'];
    const error = await connect(url.href).catch((failure: unknown) => String(failure));
    expect(error).to.contain('403');
  });

  for (const [user, { reads, publishes, commands, says }] of Object.entries(rights)) {
    // @covers R-54
    it(`lets ${user} consume its own queues and no other`, async () => {
      for (const queue of [...queues, ...queues.map(deadLettersOf)]) {
        const own = reads.some((each) => queue === each || queue === deadLettersOf(each));
        const result = await refusalOf(user, (channel) => channel.consume(queue, () => undefined));
        expect(result, queue).to.equal(own ? 'allowed' : 403);
      }
    });

    // @covers R-54 R-57
    it(`lets ${user} publish what it produces and nothing else`, async () => {
      const types = [...new Set(Object.values(rights).flatMap((each) => each.publishes))];
      for (const type of types) {
        const result = await refusalOf(user, publish(exchanges.events, type));
        expect(result, type).to.equal(publishes.includes(type) ? 'allowed' : 403);
      }
      const sent = await refusalOf(user, publish(exchanges.commands, 'payment-service'));
      expect(sent, 'a command').to.equal(user === 'saga-orchestrator' ? 'allowed' : 403);
      expect(commands.length > 0).to.equal(user === 'saga-orchestrator');
      expect(await refusalOf(user, publish(exchanges.dead, 'x'))).to.equal(403);
      expect(await refusalOf(user, publish('', 'order-service.commands'))).to.equal(403);
    });

    // @covers R-54 R-57
    it(`lets ${user} say what its roles say, to whom it is for, and nothing else`, async () => {
      const all = await refusalOf(user, (channel) => {
        for (const key of says) publish(exchanges.roles, key)(channel);
      });
      expect(all, says.join()).to.equal('allowed');
      const others = Object.values(rights).flatMap((each) => each.says);
      const foreign = [...new Set(others)].filter((key) => !says.includes(key) && key.includes('.2pc.'));
      expect(foreign).to.have.length.above(3);
      for (const key of [...foreign, 'payment-service.ChargePayment', 'payment-service'])
        expect(await refusalOf(user, publish(exchanges.roles, key)), key).to.equal(403);
    });

    // @covers R-54
    it(`lets ${user} make, change and delete no queue`, async () => {
      expect(await refusalOf(user, (channel) => channel.assertQueue('mine'))).to.equal(403);
      expect(await refusalOf(user, (channel) => channel.deleteQueue(reads[0] ?? ''))).to.equal(403);
      expect(
        await refusalOf(user, (channel) =>
          channel.purgeQueue(queues.find((each) => !reads.includes(each)) ?? ''),
        ),
      ).to.equal(403);
    });
  }

  it('takes what a role says to the queue of the one whom it is for', async () => {
    const channel = await channelOf(broker.e2eUrl);
    const said = bindings.filter(({ exchange }) => exchange === exchanges.roles);
    expect(said).to.have.length.above(50);
    for (const queue of queues) await channel.purgeQueue(queue);
    for (const { exchange, key } of said) publish(exchange, key)(channel);
    const waiting = async () =>
      Object.fromEntries(
        await Promise.all(
          queues.map(async (queue) => [queue, (await channel.checkQueue(queue)).messageCount] as const),
        ),
      );
    const meant = queues.map((queue) => [queue, said.filter((one) => one.queue === queue).length] as const);
    await eventually(async () => expect(await waiting()).to.deep.equal(Object.fromEntries(meant)));
    for (const queue of queues) await channel.purgeQueue(queue);
  });

  // @covers R-18
  it('takes a rejected message to the dead-letter queue of its queue', async () => {
    const channel = await channelOf(broker.e2eUrl);
    for (const queue of queues) {
      await channel.purgeQueue(queue);
      await channel.purgeQueue(deadLettersOf(queue));
      channel.sendToQueue(queue, Buffer.from(queue), { persistent: true });
      // By consuming: who looks for a message without it may not, where there is one consumer at a time.
      const { consumerTag } = await channel.consume(queue, (got) => {
        if (got) channel.reject(got, false);
      });
      await eventually(async () => {
        const dead = await channel.get(deadLettersOf(queue), { noAck: true });
        expect(dead !== false && dead.content.toString()).to.equal(queue);
      });
      await channel.cancel(consumerTag);
    }
  });

  // @covers F-12 R-18
  it('gives a message up after 20 returns, and not before', async () => {
    const channel = await channelOf(broker.e2eUrl);
    const queue = 'payment-service.commands';
    await channel.purgeQueue(queue);
    channel.sendToQueue(queue, Buffer.from('poison'), { persistent: true });
    let deliveries = 0;
    await channel.consume(queue, (got) => {
      deliveries += 1;
      if (got) channel.nack(got, false, true);
    });
    await eventually(async () => {
      const dead = await channel.get(deadLettersOf(queue), { noAck: true });
      expect(dead !== false && dead.content.toString()).to.equal('poison');
    });
    expect(deliveries).to.equal(21);
  });

  it('takes no message above 1 MiB', async () => {
    const sending = (bytes: number) => (channel: Channel) =>
      channel.publish(exchanges.commands, 'order-service', Buffer.alloc(bytes));
    expect(await refusalOf('saga-orchestrator', sending(2 ** 20))).to.equal('allowed');
    expect(await refusalOf('saga-orchestrator', sending(2 ** 20 + 1))).to.equal(406);
  });

  // @covers F-30
  it('takes no headers above 8 KiB, in which tables could be nested deeper than a driver can read', async () => {
    const nested = (levels: number): object =>
      Array.from({ length: levels }).reduce<object>((table) => ({ n: table }), {});
    const channel = await channelOf(broker.e2eUrl);
    const closed = new Promise((resolve) => connections[0]?.once('error', resolve));
    const queue = 'order-service.commands';
    await channel.purgeQueue(queue);
    channel.sendToQueue(queue, Buffer.from('x'), { headers: nested(1_000) });
    await eventually(async () => expect(await channel.get(queue, { noAck: true })).not.to.equal(false));
    channel.sendToQueue(queue, Buffer.from('x'), { headers: nested(1_500) });
    expect(await closed).to.have.property('code', 501);
  });

  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    // @covers F-23 R-03
    it(`keeps port, users and confirmed messages over a restart by ${signal}`, async () => {
      const channel = await channelOf(broker.e2eUrl);
      await channel.purgeQueue('order-service.commands');
      channel.sendToQueue('order-service.commands', Buffer.from('kept'), { persistent: true });
      await (channel as unknown as { waitForConfirms(): Promise<void> }).waitForConfirms();
      const pid = broker.parts[0]?.pid;
      await broker.restart(signal);
      expect([isAlive(pid), isAlive(broker.parts[0]?.pid)]).to.deep.equal([false, true]);
      const again = await channelOf(broker.urlOf('order-service'));
      const got = await again.get('order-service.commands', { noAck: true });
      expect(got !== false && got.content.toString()).to.equal('kept');
    });
  }

  liveBrokerContract(() => broker);

  busOnBrokerContract(() => broker);

  switchContract(() => broker);

  describe('with an address in the environment', () => {
    const provideAt = async (url: string) => {
      process.env['SAGA_LAB_RABBITMQ_URL'] = url;
      try {
        return await provideBroker({ dataDir, log: (line) => lines.push(line) });
      } finally {
        delete process.env['SAGA_LAB_RABBITMQ_URL'];
      }
    };

    it('takes the broker there, and does not stop it', async () => {
      const given = await provideAt(broker.e2eUrl);
      expect([given.e2eUrl, given.urlOf('order-service'), given.parts]).to.deep.equal([
        ...[broker.e2eUrl, broker.e2eUrl],
        [],
      ]);
      expect(lines.at(-1)).to.contain('SAGA_LAB_RABBITMQ_URL');
      await given.stop();
      await channelOf(broker.e2eUrl);
    });

    it('refuses one whose definitions are of before, which lacks an exchange', async () => {
      await (await channelOf(broker.e2eUrl)).deleteExchange(exchanges.roles);
      const error = await provideAt(broker.e2eUrl).catch((failure: unknown) => failure);
      expect(error).to.include({ name: 'ExitError', exitCode: 78 });
      expect(inspect(error)).to.contain('Load its definitions');
    });

    it('says what to do when that does not serve, without the password', async () => {
      const url = broker.e2eUrl.replace(/:[0-9a-f]{32}@/, ':topsecret@');
      const error = await provideAt(url).catch((failure: unknown) => failure);
      expect(error).to.include({ name: 'ExitError', exitCode: 78 });
      expect(inspect(error)).to.contain('SAGA_LAB_RABBITMQ_URL').and.not.contain('topsecret');
    });
  });

  describe('once it is stopped', () => {
    it('leaves no process behind', async () => {
      expect(processesOf(dataDir)).to.have.length.above(1);
      await broker.stop();
      await eventually(() => {
        expect(processesOf(dataDir)).to.deep.equal([]);
      });
    });
  });
});
