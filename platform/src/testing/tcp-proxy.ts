// A TCP proxy before a server, to break the network between it and one client: every fault is switched while it runs.
import { once } from 'node:events';
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { valve } from './tcp-flow.ts';
import type { Flow, FlowCounts } from './tcp-flow.ts';

export interface ProxyCounts {
  /** Connections that were accepted. */
  readonly connects: number;
  /** Connections that were reset as soon as they came. */
  readonly refused: number;
  /** Connections that were reset later. */
  readonly cuts: number;
  /** From the client to the server. */
  readonly requests: FlowCounts;
  /** From the server to the client. */
  readonly answers: FlowCounts;
}

export interface TcpProxy {
  /** The server's URL, by way of the proxy. */
  readonly url: string;
  /** How many connections there are now. */
  readonly open: () => number;
  /** Since the start. */
  readonly counts: () => ProxyCounts;
  /** How bytes go on from now on, on connections that are open and on those that come; what is left out passes at once. */
  readonly shape: (flows: { readonly requests?: Flow; readonly answers?: Flow }) => void;
  /** Resets every connection, on both sides. */
  readonly cut: () => void;
  /** From now on connections are reset as soon as they come. */
  readonly refuse: (refusing: boolean) => void;
  readonly stop: () => Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** Listens on a free port of 127.0.0.1 and forwards to the server. `random`: for all that varies; from 0 to 1. */
export const tcpProxy = async (serverUrl: string, random: () => number = Math.random): Promise<TcpProxy> => {
  const { hostname, port } = new URL(serverUrl);
  const pairs = new Set<Pair>();
  const [requests, answers] = [valve(random), valve(random)];
  const counts = { connects: 0, refused: 0, cuts: 0 };
  let refusing = false;

  const cutPair = (pair: Pair): void => {
    if (!pairs.delete(pair)) return;
    counts.cuts += 1;
    pair.client.resetAndDestroy();
    pair.server.resetAndDestroy();
  };

  const forward = async (client: Socket): Promise<void> => {
    const server = connect({ port: Number(port), host: hostname, noDelay: true }).on(
      'error',
      () => undefined,
    );
    const pair = { client: client.setNoDelay(), server };
    const cut = () => {
      cutPair(pair);
    };
    pairs.add(pair);
    await Promise.all([requests.carry(client, server, cut), answers.carry(server, client, cut)]);
    pairs.delete(pair);
  };

  const proxy = createServer((client) => {
    client.on('error', () => undefined);
    counts[refusing ? 'refused' : 'connects'] += 1;
    if (refusing) client.resetAndDestroy();
    else void forward(client);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');

  const cutAll = () => {
    for (const pair of [...pairs]) cutPair(pair);
  };
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    url: url.href,
    open: () => pairs.size,
    counts: () => ({ ...counts, requests: requests.counts(), answers: answers.counts() }),
    shape: (flows) => {
      requests.set(flows.requests ?? {});
      answers.set(flows.answers ?? {});
    },
    cut: cutAll,
    refuse: (wanted) => {
      refusing = wanted;
    },
    stop: async () => {
      const closed = new Promise((resolve) => proxy.close(resolve));
      cutAll();
      requests.set({});
      answers.set({});
      await closed;
    },
  };
};
