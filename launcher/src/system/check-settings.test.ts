import { expect } from 'chai';
import sinon from 'sinon';
import { checkSettings } from './check-settings.ts';
import { ExitError } from '../command/exit-codes.ts';
import { freePort, holdPort } from '../processes/free-port.ts';
import type { EngineName } from './state-file.ts';

const complaint = async (env: NodeJS.ProcessEnv, engine: EngineName = 'real', adminToken?: string) => {
  const stub = sinon.stub(process, 'env').value({ PATH: process.env.PATH, ...env });
  try {
    await checkSettings(engine, { adminToken: adminToken ?? 'k7Qp2mXz9RtVw4Lc', env: {} });
    return 'accepted';
  } catch (error) {
    expect(error).to.be.instanceOf(ExitError).and.include({ exitCode: 78 });
    return (error as Error).message;
  } finally {
    stub.restore();
  }
};

const four = (url: string) => [1, 2, 3, 4].map((n) => `${url}${n}`).join(',');

describe('The settings, before anything is started', () => {
  it('are accepted when there are none, and when they are right', async () => {
    expect(await complaint({})).to.equal('accepted');
    const servers = {
      SAGA_LAB_RABBITMQ_URL: 'amqp://me:sesame@h/v',
      SAGA_LAB_MONGO_URLS: four('mongodb://a,b/'),
    };
    const [ORDER_SERVICE_PORT, PAYMENT_SERVICE_PORT] = [String(await freePort()), '0'];
    const ports = { ORDER_SERVICE_PORT, PAYMENT_SERVICE_PORT, INVENTORY_SERVICE_PORT: '' };
    expect(await complaint({ ...servers, ...ports, PREFETCH: '7' })).to.equal('accepted');
  });

  it('name what is wrong once, however many services read it, and what one service reads alone', async () => {
    const line = await complaint({ PREFETCH: '0', MAX_RUNNING_SAGAS: 'many' }, 'memory', 'sesame');
    expect(line)
      .to.match(/^Configuration: [^\n]+$/)
      .and.not.contain('sesame');
    for (const name of ['PREFETCH', 'MAX_RUNNING_SAGAS', 'ADMIN_TOKEN'])
      expect(line.split(`${name} must`), name).to.have.length(2);
  });

  it('name a port and a server as they were given', async () => {
    expect(await complaint({ ORDER_SERVICE_PORT: '-1', PAYMENT_SERVICE_PORT: 'x' })).to.match(
      /PAYMENT_SERVICE_PORT must be .*ORDER_SERVICE_PORT must be|ORDER_SERVICE_PORT must be .*PAYMENT_SERVICE_PORT must be/,
    );
    expect(await complaint({ SAGA_LAB_RABBITMQ_URL: 'amqp://guest:guest@h' })).to.match(
      /^Configuration: SAGA_LAB_RABBITMQ_URL must not use the broker's default user; give/,
    );
    expect(await complaint({ SAGA_LAB_MONGO_URLS: 'sesame' })).to.match(
      /^Configuration: SAGA_LAB_MONGO_URLS must be a mongodb:/,
    );
  });

  it('know that the memory engine asks no server', async () => {
    expect(await complaint({ SAGA_LAB_MONGO_URLS: 'sesame' }, 'memory')).to.equal('accepted');
  });

  it('are refused for a port that is taken, by somebody else or by another setting, and leave none held', async () => {
    const { port, release } = await holdPort(0);
    expect(await complaint({ ORDER_SERVICE_PORT: String(port) })).to.match(
      new RegExp(`^Port ${port} is taken: set ORDER_SERVICE_PORT `),
    );
    await release();
    const both = { ORDER_SERVICE_PORT: String(port), SAGA_ORCHESTRATOR_PORT: String(port) };
    expect(await complaint(both)).to.match(/^Port \d+ is taken/);
    expect(await complaint({ ORDER_SERVICE_PORT: String(port) })).to.equal('accepted');
  });
});
