// TCP ports of this machine that nobody uses.
import { once } from 'node:events';
import { createServer } from 'node:net';

interface HeldPort {
  readonly port: number;
  readonly release: () => Promise<void>;
}

/** Takes a port of 127.0.0.1; 0: any free one. @throws the error of the system if it cannot be had. */
export const holdPort = async (port: number): Promise<HeldPort> => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given');
  return {
    port: address.port,
    release: async () => {
      server.close();
      await once(server, 'close');
    },
  };
};

/** Below those that systems give to connections that go out, from which one could take it before it is listened on. */
const PORTS = { first: 20_000, count: 12_000 };
const TRIES = 100;

/** Free at this moment, on 127.0.0.1; whoever wants it should take it soon. @throws the error of the system if none is found */
export const freePort = async (): Promise<number> => {
  for (let tries = 1; ; tries += 1) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    try {
      await (await holdPort(port)).release();
      return port;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
};
