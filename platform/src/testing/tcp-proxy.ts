// A TCP proxy before a server, to break the network: cuts connections, refuses them, or holds back the answers.
import { once } from 'node:events';
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface TcpProxy {
  /** The server's URL, by way of the proxy. */
  readonly url: string;
  /** How many connections pass now. */
  readonly open: () => number;
  /** Resets every connection. */
  readonly cut: () => void;
  /** From now on connections are reset as soon as they come. */
  readonly refuse: (refusing: boolean) => void;
  /** Holds back all answers of the connections that are open now, for ever; requests still arrive. */
  readonly freeze: () => void;
  readonly stop: () => Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and forwards to the server. */
export const tcpProxy = async (serverUrl: string): Promise<TcpProxy> => {
  const { hostname, port } = new URL(serverUrl);
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  let refusing = false;

  const proxy = createServer((client) => {
    client.on('error', () => undefined);
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(Number(port), hostname).on('error', () => undefined);
    const pair = { client, server };
    pairs.add(pair);
    client.pipe(server);
    server.pipe(client);
    client.once('close', () => server.destroy());
    server.once('close', () => {
      client.destroy();
      pairs.delete(pair);
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');

  const cut = () => {
    for (const { client } of pairs) client.resetAndDestroy();
  };
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    url: url.href,
    open: () => pairs.size,
    cut,
    refuse: (wanted) => {
      refusing = wanted;
    },
    freeze: () => {
      for (const { server } of pairs) server.unpipe().pause();
    },
    stop: async () => {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
};
