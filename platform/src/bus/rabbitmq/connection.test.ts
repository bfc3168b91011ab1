import { expect } from 'chai';
import { closeQuietly, isRefused, withHeartbeat } from './connection.ts';

describe('a connection to the broker', () => {
  it('asks for a heartbeat of 5 s, whatever else the address says', () => {
    expect(withHeartbeat('amqp://user:pass@host:5672/vhost')).to.equal(
      'amqp://user:pass@host:5672/vhost?heartbeat=5',
    );
    expect(withHeartbeat('amqps://host/%2F?frameMax=8192&heartbeat=0')).to.equal(
      'amqps://host/%2F?frameMax=8192&heartbeat=5',
    );
  });

  it('tells a refused user from a broker that is away', () => {
    expect(isRefused('Handshake terminated by server: 403 (ACCESS-REFUSED) with message "..."')).to.equal(
      true,
    );
    expect(isRefused('connect ECONNREFUSED 127.0.0.1:54031')).to.equal(false);
  });

  it('waits no longer than 2 s for a close that is not answered', async () => {
    const before = Date.now();
    await closeQuietly({ close: () => new Promise(() => undefined) });
    expect(Date.now() - before).to.be.within(1_900, 2_500);
  });
});
