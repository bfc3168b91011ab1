import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ofEveryService } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import { patientAsk } from './patient-client.ts';

describe('A client of a service that may be killed', () => {
  it('asks again while there is no answer and while it is 503, and takes any other answer', async () => {
    const answers = ['none', 503, 409] as const;
    let asked = 0;
    const server = createServer((request, response) => {
      const answer = answers[asked] ?? 500;
      asked += 1;
      if (answer === 'none') request.socket.destroy();
      else response.writeHead(answer).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const ask = patientAsk({ urls: ofEveryService(() => url), adminToken: 't' });
      expect(await ask('order-service', { method: 'get', path: '/' })).to.have.property('status', 409);
      expect(asked).to.equal(3);
    } finally {
      server.close();
    }
  });
});
