import { expect } from 'chai';
import sinon from 'sinon';
import { provideInfrastructure } from './infrastructure.ts';

describe('The servers of a test run', () => {
  it('are told to be gone, with what to type, when the run is over', async () => {
    const stub = sinon
      .stub(process, 'env')
      .value({ SAGA_LAB_INFRASTRUCTURE: '/nowhere/infrastructure.json' });
    const where = { dataDir: '/nowhere', log: () => undefined, ownServers: false };
    const error = await provideInfrastructure(where).catch((failed: unknown) => failed);
    stub.restore();
    expect(error).to.include({ name: 'ExitError', exitCode: 78 });
    expect((error as Error).message).to.match(
      /^SAGA_LAB_INFRASTRUCTURE .*Type: unset SAGA_LAB_INFRASTRUCTURE$/,
    );
  });

  it('are no cluster where the environment names others', async () => {
    const stub = sinon.stub(process, 'env').value({ SAGA_LAB_RABBITMQ_URL: 'amqp://me:pass@host/lab' });
    const where = { dataDir: '/nowhere', log: () => undefined, ownServers: false, isCluster: true };
    const error = await provideInfrastructure(where).catch((failed: unknown) => failed);
    stub.restore();
    expect(error).to.include({ name: 'ExitError', exitCode: 78 });
    expect((error as Error).message).to.match(/Type: unset SAGA_LAB_RABBITMQ_URL$/);
  });
});
