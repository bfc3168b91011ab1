import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { ofEveryService } from '@saga-lab/contracts/services';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { silentServices } from './silent-services.ts';

const ADMIN_TOKEN = 'q7Zr2mXw9KfT4sVb';

describe('A system that is asked with the token', () => {
  let server: Server;
  let url: string;
  before((done) => {
    server = createServer((request, response) => {
      response.statusCode = request.headers.authorization === `Bearer ${ADMIN_TOKEN}` ? 200 : 401;
      response.end('{}');
    });
    server.listen(0, '127.0.0.1', () => {
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after(() => server.close());
  const at = (adminToken: string, paymentUrl = url) => ({
    urls: { ...ofEveryService(() => url), 'payment-service': paymentUrl },
    adminToken,
  });

  it('names who does not answer', async () => {
    expect(await silentServices(at(ADMIN_TOKEN))).to.deep.equal([]);
    expect(await silentServices(at(ADMIN_TOKEN, 'http://127.0.0.1:1'))).to.deep.equal(['payment-service']);
  });

  it('refuses a wrong one, which is a wrong setting', async () => {
    const refusal = await silentServices(at('another-token-9')).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(ExitError).with.property('exitCode', 78);
    expect((refusal as ExitError).message).to.match(/refuses the token: it is not that of ADMIN_TOKEN/);
  });
});
