import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { freePort, holdPort } from './free-port.ts';

const OUTGOING = '/proc/sys/net/ipv4/ip_local_port_range';

describe('A free port', () => {
  it('can be listened on, and is none that a connection that goes out may get meanwhile', async () => {
    const firstOutgoing = existsSync(OUTGOING) ? parseInt(readFileSync(OUTGOING, 'utf8')) : 49_152;
    const port = await freePort();
    expect(port).to.be.above(1_024).and.below(firstOutgoing);
    const { release } = await holdPort(port);
    await release();
  });
});
