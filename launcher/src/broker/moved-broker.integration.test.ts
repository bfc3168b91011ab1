// Data of a broker in a folder with an odd name, renamed, copied, and made by an earlier version: nothing of it is lost.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { queues } from '@saga-lab/contracts/topology';
import { eventually } from '@saga-lab/platform/time/eventually';
import { connect } from 'amqplib';
import type { ConfirmChannel } from 'amqplib';
import { expect } from 'chai';
import { duringAlarm } from './alarm.ts';
import { NODE, QUORUM } from './node-environment.ts';
import { provideBroker } from './provide-broker.ts';
import type { Broker } from './broker.ts';

const QUEUE = queues[0] ?? '';
const checkout = fileURLToPath(new URL('../../..', import.meta.url));

describe('The data of a broker', function () {
  this.timeout(120_000);
  const base = mkdtempSync(join(tmpdir(), 'saga-lab-moved-'));
  const [first, moved, copied] = ["Käse #1's lab", 'moved "日本" $HOME (2)', 'copied'].map((name) =>
    join(base, name),
  ) as [string, string, string];
  const running: Broker[] = [];

  const start = async (dataDir: string): Promise<Broker> => {
    const broker = await provideBroker({ dataDir, log: () => undefined });
    running.push(broker);
    return broker;
  };
  const stopAll = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((broker) => broker.stop()));
  };
  const on = async <T>({ e2eUrl }: Broker, act: (channel: ConfirmChannel) => Promise<T>): Promise<T> => {
    const connection = await connect(e2eUrl);
    try {
      return await act(await connection.createConfirmChannel());
    } finally {
      await connection.close();
    }
  };
  const put = (broker: Broker, text: string) =>
    on(broker, async (channel) => {
      channel.sendToQueue(QUEUE, Buffer.from(text), { persistent: true });
      await channel.waitForConfirms();
    });
  const take = (broker: Broker) =>
    on(broker, async (channel) => {
      const got = await channel.get(QUEUE, { noAck: true });
      return got !== false && got.content.toString();
    });
  /** Earlier versions had absolute paths in them. */
  const asOfEarlierVersion = (dataDir: string): void => {
    const dir = join(dataDir, 'broker', QUORUM, NODE);
    for (const name of readdirSync(dir)) {
      const file = join(dir, name, 'config');
      if (!existsSync(file)) continue;
      const text = readFileSync(file, 'latin1');
      expect(text.split(`"${QUORUM}/${NODE}"`)).to.have.lengthOf(3);
      writeFileSync(file, text.replaceAll(`"${QUORUM}`, `"/nowhere/broker/${QUORUM}`), 'latin1');
    }
  };

  before(() => {
    mkdirSync(first);
  });
  afterEach(stopAll);
  after(() => {
    rmSync(base, { recursive: true });
  });

  it('may be in a folder with any name, and its disk is watched there', async () => {
    const broker = await start(first);
    await put(broker, 'kept');
    const { control } = broker;
    if (!control) throw new Error('it was started here');
    const status = async () =>
      JSON.parse(await control.ctl('status', '--formatter', 'json')) as { alarms: unknown[] };
    expect((await status()).alarms).to.deep.equal([]);
    const raised = await duringAlarm(control, 'disk', status);
    expect(JSON.stringify(raised.alarms)).to.include('disk');
    await control.restore();
  });

  it('may be moved and copied, and the copies run side by side, each with all that was in its queues', async () => {
    renameSync(first, moved);
    cpSync(moved, copied, { recursive: true });
    const brokers = await Promise.all([start(moved), start(copied)]);
    expect(await Promise.all(brokers.map(take))).to.deep.equal(['kept', 'kept']);
    await Promise.all(brokers.map((broker, n) => put(broker, `of ${n}`)));
    expect(await Promise.all(brokers.map(take))).to.deep.equal(['of 0', 'of 1']);
    await Promise.all(brokers.map((broker) => put(broker, 'kept again')));
  });

  it('may be of an earlier version, which had its absolute path in every queue', async () => {
    asOfEarlierVersion(copied);
    expect(await take(await start(copied))).to.equal('kept again');
  });

  it('takes the words of a broker that crashes: nothing is left in the checkout', async () => {
    const broker = await start(copied);
    await broker.parts[0]?.kill('SIGUSR1'); // ends Erlang with a crash dump
    await eventually(() => {
      expect(readdirSync(join(copied, 'broker', 'log'))).to.include('erl_crash.dump');
    });
    await broker.parts[0]?.kill('SIGKILL');
    expect(existsSync(join(checkout, 'erl_crash.dump'))).to.equal(false);
  });
});
