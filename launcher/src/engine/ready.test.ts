import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { ExitError } from '../command/exit-codes.ts';
import { allReady } from './ready.ts';
import type { Instance } from './ready.ts';

describe('A system that starts', () => {
  const servers: { close(): unknown }[] = [];
  const instance = async (
    name: string,
    answer: () => { status: number; body: object },
  ): Promise<Instance> => {
    const server = createServer((request, response) => {
      const { status, body } = request.url === '/readyz' ? answer() : { status: 404, body: {} };
      response.writeHead(status).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return {
      name,
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      logFile: `/my logs/${name}.log`,
    };
  };
  const ready = () => ({ status: 200, body: { status: 'ready' } });
  const failureOf = (instances: readonly Instance[]) =>
    allReady(instances, { withinMs: 300 }).then(
      () => 'none',
      (error: unknown) => error as ExitError,
    );
  afterEach(() => {
    servers.splice(0).forEach((server) => server.close());
  });

  it('is up when every instance says that it is ready, and not before', async () => {
    let asked = 0;
    const slow = () => {
      asked += 1;
      return asked < 4 ? { status: 503, body: { reasons: ['the service is starting'] } } : ready();
    };
    await allReady([await instance('order-service', ready), await instance('payment-service', slow)]);
    expect(asked).to.equal(4);
  });

  it('is not up without one of them: which, why by its own account, and where its log is', async () => {
    const reasons = ['the broker cannot be used: the queue q is not there', 'the read models do not follow'];
    const failure = await failureOf([
      await instance('order-service', ready),
      await instance('payment-service', () => ({ status: 503, body: { reasons } })),
      await instance('order-service#2', () => ({ status: 500, body: {} })),
      { name: 'inventory-service', url: undefined, waitsFor: 'The database does not answer' },
      { name: 'saga-orchestrator', url: undefined },
      { name: 'saga-orchestrator#2', url: 'http://127.0.0.1:1', logFile: '/l' },
    ]);
    expect(failure).to.be.instanceOf(ExitError).and.to.include({ exitCode: 1 });
    expect((failure as ExitError).message.split('\n')).to.deep.equal([
      'Not up: after 0.3 s, not every part is ready.',
      `  payment-service: ${reasons.join('; ')}. Its log: less '/my logs/payment-service.log'`,
      "  order-service#2: it answers 500. Its log: less '/my logs/order-service#2.log'",
      '  inventory-service: The database does not answer',
      '  saga-orchestrator: it does not listen yet',
      '  saga-orchestrator#2: it does not answer. Its log: less /l',
    ]);
  });

  it('is asked no longer once the start has failed', async () => {
    const over = new AbortController();
    const waiting = allReady([{ name: 'order-service', url: undefined }], { signal: over.signal });
    over.abort();
    expect(await waiting.catch((error: unknown) => error)).to.have.property('name', 'AbortError');
  });
});
