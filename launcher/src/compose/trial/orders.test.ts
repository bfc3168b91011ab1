import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { answered } from './orders.ts';

describe('An answer that is waited for', () => {
  const requests: { method: string | undefined; body: string }[] = [];
  let server: Server;
  let url: string;

  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        requests.push({ method: request.method, body });
        if (requests.length === 1)
          request.socket.destroy(); // as a service that is killed
        else response.writeHead(requests.length === 2 ? 503 : 202).end('{"orderId":"o-1"}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;
  });
  after(() => {
    server.close();
  });

  it('comes from the third try, after one that nobody answered and one that was turned away; all send the same', async () => {
    const body = await answered(202, url, { method: 'POST', body: { customerId: 'ada' } });
    expect(body).to.deep.equal({ orderId: 'o-1' });
    const each = { method: 'POST', body: '{"customerId":"ada"}' };
    expect(requests).to.deep.equal([each, each, each]);
  });
});
