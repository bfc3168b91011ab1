// A TCP proxy before the broker, for tests: lets connections pass, cuts them, refuses them, or holds back the answers.
import { once } from 'node:events';
import { createServer, connect as dial } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface TestProxy {
  /** The broker's URL, by way of the proxy. */
  readonly url: string;
  /** How many connections pass now. */
  readonly open: () => number;
  /** Resets every connection. */
  readonly cut: () => void;
  /** From now on connections are reset as soon as they come. */
  readonly refuse: (refusing: boolean) => void;
  /** Holds back all answers of the connections that are open now, for ever. */
  readonly freeze: () => void;
  readonly stop: () => Promise<void>;
}

export const testProxy = async (brokerUrl: string): Promise<TestProxy> => {
  const broker = new URL(brokerUrl);
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  let refusing = false;

  const proxy = createServer((client) => {
    client.on('error', () => undefined);
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = dial(Number(broker.port), broker.hostname).on('error', () => undefined);
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
  const url = new URL(brokerUrl);
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
      proxy.close();
      await once(proxy, 'close');
    },
  };
};
