// A TCP proxy between a client and a server, to break the network in one direction.
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** From now on answers vanish; requests still arrive. */
  readonly dropAnswers: () => void;
  /** Closes all connections and lets new ones through again. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** Listens on a free local port and forwards to `host:port`. */
export const tcpProxy = async (target: { host: string; port: number }): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  let dropping = false;

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((client) => {
    const upstream = connect(target);
    keep(client);
    keep(upstream);
    client.pipe(upstream);
    upstream.on('data', (answer) => {
      if (!dropping) client.write(answer);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  const cut = () => {
    dropping = false;
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    dropAnswers: () => {
      dropping = true;
    },
    cut,
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
