// A broker that dies right after a queue was made: afterwards the queue takes messages, as if nothing had happened.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { queues } from '@saga-lab/contracts/topology';
import { connect } from 'amqplib';
import type { ConfirmChannel } from 'amqplib';
import { expect } from 'chai';
import { provideBroker } from './provide-broker.ts';
import type { Broker } from './broker.ts';

const QUEUE = queues[0] ?? '';
const CONFIRM_MS = 10_000;

describe('A broker', function () {
  this.timeout(180_000);
  const dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-elected-'));
  let broker: Broker;

  before(async () => {
    broker = await provideBroker({ dataDir, log: () => undefined });
  });
  after(async () => {
    await broker.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const on = async <T>(act: (channel: ConfirmChannel) => Promise<T>): Promise<T> => {
    const connection = await connect(broker.e2eUrl);
    try {
      return await act(await connection.createConfirmChannel());
    } finally {
      await connection.close();
    }
  };

  // @covers F-22 F-27
  it('that is killed right after a queue was made takes messages for it after its next start', async () => {
    await on((channel) => channel.deleteQueue(QUEUE));
    await broker.control?.restore();
    await broker.parts[0]?.kill('SIGKILL');
    await broker.parts[0]?.start();
    const answered = await on(async (channel) => {
      channel.sendToQueue(QUEUE, Buffer.from('one'), { persistent: true });
      return Promise.race([channel.waitForConfirms().then(() => 'confirmed'), sleep(CONFIRM_MS, 'silence')]);
    });
    expect(answered).to.equal('confirmed');
    expect(await on((channel) => channel.checkQueue(QUEUE))).to.include({ messageCount: 1 });
  });
});
