import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serviceNames } from '@saga-lab/contracts/services';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { expect } from 'chai';
import { openScenarioSystem } from './scenario-system.ts';

const NOBODY = 'http://127.0.0.1:1';

describe('Where a scenario plays, when SAGA_LAB_SYSTEM names a system', () => {
  let server: Server;
  let url: string;
  beforeEach((done) => {
    server = createServer((_request, response) => response.end('{}'));
    server.listen(0, '127.0.0.1', () => {
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  afterEach(() => {
    server.close();
  });

  const open = (addressOf: (service: string) => string, ...more: readonly string[]) => {
    const pairs = serviceNames.map((service) => `${service}=${addressOf(service)}`);
    const env = { ADMIN_TOKEN: 'q7Zr2mXw9KfT4sVb', SAGA_LAB_SYSTEM: [...pairs, ...more].join(',') };
    const said: string[] = [];
    const opening = openScenarioSystem({}, { engine: 'memory', log: (line) => said.push(line), env });
    return { opening, said };
  };

  it('is there, and it has nothing to kill or to stop', async () => {
    const { opening, said } = open(() => url, 'broker=amqp://e2e:secret@lab/saga-lab');
    const system = await opening;
    expect(said).to.deep.equal(['Playing on the system at SAGA_LAB_SYSTEM.']);
    expect(system).to.deep.include({ engine: 'real', brokerUrl: 'amqp://e2e:secret@lab/saga-lab' });
    expect(system.access.urls['order-service']).to.equal(url);
    expect(system).not.to.have.property('system');
  });

  it('is nowhere when a part of it does not answer: it names the part and its address', async () => {
    const { opening } = open((service) => (service === 'payment-service' ? NOBODY : url));
    const refusal = await opening.catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(ExitError).with.property('exitCode', 69);
    expect((refusal as ExitError).message).to.match(
      /no answer from payment-service at http:\/\/127\.0\.0\.1:1\. .*status$/,
    );
  });
});
