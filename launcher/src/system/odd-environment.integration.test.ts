// Surroundings that are odd and no reason to end: a service waits and says why, or works all the same. On real processes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startsQueue } from '@saga-lab/contracts/services';
import { commandsOf, deadLettersOf, exchanges, queues } from '@saga-lab/contracts/topology';
import { eventually } from '@saga-lab/platform/time/eventually';
import { connect } from 'amqplib';
import type { ChannelModel } from 'amqplib';
import { expect } from 'chai';
import { serviceNames } from '@saga-lab/contracts/services';
import { queueOf } from '../broker/definitions.ts';
import { READ_ONLY, serviceRuns, startEnds } from '../testing/program.ts';
import type { Live } from '../testing/program.ts';
import { inDatabase, testServers, TOKEN } from '../testing/servers.ts';

const SERVICE = 'payment-service';
/** What loads TypeScript here keeps none of it on the disk. */
const NO_CACHE = { TSX_DISABLE_CACHE: '1' };
const OWN_QUEUE = commandsOf(SERVICE);
const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

const reasonsOf = async ({ url }: Live): Promise<readonly string[]> => {
  const { reasons = [] } = (await (await fetch(`${url}/readyz`)).json()) as { reasons?: string[] };
  return reasons;
};
const seesReasons = (live: Live, reasons: readonly string[]) =>
  eventually(async () => expect(await reasonsOf(live)).to.deep.equal(reasons), { timeoutMs: 30_000 });

describe('An odd environment', function () {
  this.timeout(120_000);
  const dir = mkdtempSync(join(tmpdir(), 'saga-lab-odd-'));
  const lives: Live[] = [];
  let servers: Awaited<ReturnType<typeof testServers>>;
  let broker: ChannelModel;

  /** Each act on a channel of its own, for the broker closes it over a refusal. */
  const onBroker = async (
    act: (channel: Awaited<ReturnType<ChannelModel['createChannel']>>) => Promise<unknown>,
  ) => {
    const channel = await broker.createChannel();
    channel.on('error', () => undefined);
    await act(channel);
    await channel.close();
  };
  const remake = (options: object) =>
    onBroker(async (channel) => {
      await channel.deleteQueue(OWN_QUEUE);
      await channel.assertQueue(OWN_QUEUE, options);
      await channel.bindQueue(OWN_QUEUE, exchanges.commands, SERVICE);
    });
  const runs = async (service: string, env: object = {}, flags: readonly string[] = []) => {
    const live = await serviceRuns(service, { ...servers.environmentOf(service), ...env }, flags);
    lives.push(live);
    return live;
  };

  before(async () => {
    servers = await testServers(dir);
    broker = await connect(servers.e2eUrl);
  });
  afterEach(async () => {
    for (const live of lives.splice(0)) expect((await live.stop()).code).to.equal(0);
  });
  after(async () => {
    await remake(queueOf(OWN_QUEUE));
    // Nobody was there for what was said.
    for (const queue of [...queues, ...queues.map(deadLettersOf)])
      await onBroker((channel) => channel.purgeQueue(queue));
    await broker.close();
    await servers.stop();
    rmSync(dir, { recursive: true });
  });

  describe('at the broker', () => {
    // @covers B-4
    it('is waited for, with the queue named, until the definitions are loaded', async () => {
      await onBroker((channel) => channel.deleteQueue(OWN_QUEUE));
      const live = await runs(SERVICE);
      const is = (trouble: string) => [`the broker cannot be used: the queue ${OWN_QUEUE} ${trouble}`];
      await seesReasons(live, is('is not there'));
      expect((await fetch(`${live.url}/livez`)).status).to.equal(200);

      const another = await connect(servers.e2eUrl);
      await (await another.createChannel()).assertQueue(OWN_QUEUE, { exclusive: true });
      await seesReasons(live, is('is held by another connection alone'));
      await another.close();

      await remake(queueOf(OWN_QUEUE));
      await seesReasons(live, []);
      expect(live.output()).not.to.include(new URL(servers.rabbitmqUrl(SERVICE)).password);
    });

    it('is waited for as well while its queues are not for the user of the service', async () => {
      const live = await runs(SERVICE, { RABBITMQ_URL: servers.rabbitmqUrl('order-service') });
      const troubles = [OWN_QUEUE, deadLettersOf(OWN_QUEUE)].map(
        (queue) => `the queue ${queue} is not for the service's user`,
      );
      await seesReasons(live, [`the broker cannot be used: ${troubles.join('; ')}`]);
    });

    it('goes unnoticed by a service if a queue is of another kind, and is told by npm start', async () => {
      await remake({ durable: true, arguments: { 'x-queue-type': 'classic' } });
      try {
        const live = await runs(SERVICE);
        await seesReasons(live, []);
        expect(live.output()).not.to.include('406');
        const given = {
          SAGA_LAB_RABBITMQ_URL: servers.e2eUrl,
          SAGA_LAB_MONGO_URLS: serviceNames.map(servers.mongoUrl).join(),
        };
        const { code, err } = await startEnds(given, ['--data-dir', join(dir, 'launch')]);
        expect(err).to.match(
          new RegExp(`has queues that are not the durable quorum queues .*: ${OWN_QUEUE}\\. Delete them`),
        );
        expect(code).to.equal(78);
      } finally {
        await remake(queueOf(OWN_QUEUE));
      }
    });
  });

  it('is harmless as a read-only disk: a service writes to no file', async () => {
    const live = await runs('inventory-service', NO_CACHE, READ_ONLY);
    const put = { method: 'PUT', headers, body: JSON.stringify({ onHand: 3, unitPrice: 5 }) };
    expect((await fetch(`${live.url}/stock/lamp`, put)).status).to.equal(200);
    await eventually(async () => expect((await fetch(`${live.url}/stock/lamp`)).status).to.equal(200));
    await seesReasons(live, []);
    expect(live.output()).not.to.match(/ERR_ACCESS_DENIED|restricted/);
  });

  it('is harmless as two instances of one name: names are for people, what they share is claimed by tokens', async () => {
    await onBroker((channel) => channel.purgeQueue(startsQueue));
    const MONGO_URL = servers.newDatabase('order-service');
    const eager = { MONGO_URL, INSTANCE: '1', SWEEP_MS: '10', GRACE_MS: '10' }; // both look for unsent messages all the time
    const twins = await Promise.all([runs('order-service', eager), runs('order-service', eager)]);
    const place = async ({ url }: Live, n: number) => {
      const body = JSON.stringify({ customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] });
      const post = { method: 'POST', headers: { ...headers, 'idempotency-key': `key-${n}` }, body };
      const answer = await fetch(`${url}/orders`, post);
      expect(answer.status).to.equal(202);
      return ((await answer.json()) as { orderId: string }).orderId;
    };
    const keys = Array.from({ length: 20 }, (_each, n) => n);
    const [ids, same] = await Promise.all(twins.map((twin) => Promise.all(keys.map((n) => place(twin, n)))));
    expect(same).to.deep.equal(ids);
    expect(new Set(ids).size).to.equal(keys.length);
    const announced = new Set<unknown>();
    await eventually(async () => {
      await onBroker(async (channel) => {
        for (let got = await channel.get(startsQueue); got; got = await channel.get(startsQueue))
          announced.add(got.properties.messageId);
      });
      expect(announced.size).to.equal(keys.length);
    });
    await inDatabase(MONGO_URL, async (db) => {
      expect(await db.collection('commits').countDocuments({ 'input.type': 'PlaceOrder' })).to.equal(
        keys.length,
      );
    });
    for (const twin of twins) {
      expect(await (await fetch(`${twin.url}/metrics`)).text()).to.include('instance="1"');
      await seesReasons(twin, []);
    }
  });
});
