import { expect } from 'chai';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { closeQuietly, link, refusalOf, withHeartbeat } from './connection.ts';

describe('a connection to the broker', () => {
  it('asks for a heartbeat of 5 s, whatever else the address says', () => {
    expect(withHeartbeat('amqp://user:pass@host:5672/vhost')).to.equal(
      'amqp://user:pass@host:5672/vhost?heartbeat=5',
    );
    expect(withHeartbeat('amqps://host/%2F?frameMax=8192&heartbeat=0')).to.equal(
      'amqps://host/%2F?frameMax=8192&heartbeat=5',
    );
  });

  // @mutation Around the services: the refusal of a virtual host: tried for ever [real: the broker's client]
  it('tells a refused user and a refused virtual host from a broker that is away', () => {
    const refusal = (trouble: string, path = '/a%2Fb') => {
      const error = refusalOf(trouble, `amqp://me%:secret-word@host:5672${path}`);
      expect(error?.message ?? '').not.to.include('secret-word');
      return error && `${error.code} ${error.message}`;
    };
    expect(refusal('Handshake terminated by server: 403 (ACCESS-REFUSED) with message "..."')).to.match(
      /^BROKER_ACCESS_REFUSED RabbitMQ at host:5672 refuses the user me%: /,
    );
    const closed = 'Expected ConnectionOpenOk; got <ConnectionClose channel:0>';
    expect(refusal(closed)).to.match(
      /^BROKER_VHOST_REFUSED RabbitMQ at host:5672 refuses the virtual host a\/b: /,
    );
    expect(refusal(closed, '')).to.include('the virtual host /: ');
    expect(refusal('connect ECONNREFUSED 127.0.0.1:54031')).to.equal(undefined);
  });

  it('is tried at the next node after each failure, and at the first one again after the last', async () => {
    const seen: string[] = [];
    const nodes = ['first', 'second'].map((name) =>
      createServer((socket) => {
        seen.push(name);
        socket.destroy();
      }).listen(0, '127.0.0.1'),
    );
    await Promise.all(nodes.map((node) => once(node, 'listening')));
    const urls = nodes.map((node) => `amqp://me:pass@127.0.0.1:${(node.address() as AddressInfo).port}/lab`);
    const { connection } = link({ urls, name: 'publishing', log: () => undefined, channels: () => [] });
    await connection.start();
    while (seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    await connection.stop();
    for (const node of nodes) node.close();
    expect(seen.slice(0, 3)).to.deep.equal(['first', 'second', 'first']);
  });

  it('waits no longer than 2 s for a close that is not answered', async () => {
    const before = Date.now();
    await closeQuietly({ close: () => new Promise(() => undefined) });
    expect(Date.now() - before).to.be.within(1_900, 2_500);
  });
});
