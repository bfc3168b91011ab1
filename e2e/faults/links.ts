// A TCP proxy on every link of a system: from each service to the broker, and from each service to its database.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Link, Reach } from '@saga-lab/launcher/engine/engine';
import { tcpProxy } from '@saga-lab/platform/testing/tcp-proxy';
import type { TcpProxy } from '@saga-lab/platform/testing/tcp-proxy';
import { chosenSeed, seeded } from './seeded.ts';

/** What is left out means each. */
export interface Where {
  readonly from?: ServiceName;
  readonly to?: Link['server'];
}

export interface Links {
  /** What all chance of the proxies comes from. */
  readonly seed: number;
  readonly random: () => number;
  /** For the launcher: puts a proxy on a link. */
  readonly reach: Reach;
  /** By name: `payment-service to database`. */
  readonly at: (where: Where) => readonly (readonly [name: string, proxy: TcpProxy])[];
  readonly stop: () => Promise<void>;
}

export const openLinks = (seed = chosenSeed()): Links => {
  const random = seeded(seed);
  const open: { readonly link: Link; readonly proxy: TcpProxy }[] = [];
  return {
    seed,
    random,
    reach: async (link, url) => {
      const proxy = await tcpProxy(url, random);
      open.push({ link, proxy });
      return link.server === 'database' ? direct(proxy.url) : proxy.url;
    },
    at: ({ from, to }) =>
      open
        .filter(({ link }) => link.service === (from ?? link.service) && link.server === (to ?? link.server))
        .map(({ link, proxy }) => [`${link.service} to ${link.server}`, proxy]),
    stop: async () => {
      await Promise.all(open.map(({ proxy }) => proxy.stop()));
    },
  };
};

/** A driver that looks for the members of the set would go to their own addresses, past the proxy. */
const direct = (mongoUrl: string): string => {
  const url = new URL(mongoUrl);
  url.searchParams.delete('replicaSet');
  url.searchParams.set('directConnection', 'true');
  return url.href;
};
