// TCP ports of this machine that nobody uses.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
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

const FIRST = 20_000;
/** Below what Linux and macOS use for outgoing connections unless they are set otherwise. */
const USUAL_END = 32_000;
const TRIES = 100;

/** The system gives ports from here on to connections that go out: one of those could take a port before it is listened on. */
const firstOutgoing = (): number => {
  try {
    return parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'));
  } catch {
    return USUAL_END; // not Linux
  }
};

/** Where outgoing connections may have any port, none is safe, and the usual ones are as good as others. */
const portsEnd = (): number => {
  const end = firstOutgoing();
  return end > FIRST + TRIES ? end : USUAL_END;
};

/** Free at this moment, on 127.0.0.1; whoever wants it should take it soon. @throws the error of the system if none is found */
export const freePort = async (): Promise<number> => {
  const count = portsEnd() - FIRST;
  for (let tries = 1; ; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * count);
    try {
      await (await holdPort(port)).release();
      return port;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
};
