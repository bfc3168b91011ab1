// A TCP port on this machine that nobody uses.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Free at this moment, on 127.0.0.1; whoever wants it should take it soon. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given');
  return address.port;
};
