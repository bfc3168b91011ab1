// What a scenario does to the links of a system behind proxies, and expects of them.
import { eventually } from '@saga-lab/platform/time/eventually';
import type { Flow } from '@saga-lab/platform/testing/tcp-flow';
import type { ProxyCounts, TcpProxy } from '@saga-lab/platform/testing/tcp-proxy';
import { expect } from 'chai';
import type { Reporter } from '../stage/reporter.ts';
import type { Links, Where } from './links.ts';

/** What is wrong with a link, in words that go on "on the links ...". */
export interface Impairment {
  readonly words: string;
  readonly requests?: Flow;
  readonly answers?: Flow;
}

export const networkFaults = (links: Links, reporter: Reporter) => ({
  seed: links.seed,
  random: links.random,
  ...changesOf(links),
  ...impairmentsOf(links, reporter),
  ...connectionsOf(links, reporter),
});
export type Network = ReturnType<typeof networkFaults>;

const textOf = ({ from, to }: Where): string =>
  `from ${from ?? 'every service'} to ${to ?? 'broker and database'}`;

const proxiesAt = (links: Links, where: Where) => {
  const at = links.at(where);
  expect(at, `links ${textOf(where)}`).not.to.have.length(0);
  return at;
};

const changeEach = (links: Links, where: Where, change: (proxy: TcpProxy) => void): void => {
  for (const [, proxy] of proxiesAt(links, where)) change(proxy);
};

/** Each lasts until it is changed again, or `during` is over. */
const changesOf = (links: Links) => ({
  shape: (where: Where, flows: Omit<Impairment, 'words'>): void => {
    changeEach(links, where, (proxy) => {
      proxy.shape(flows);
    });
  },
  /** Resets every connection that there is. */
  cut: (where: Where): void => {
    changeEach(links, where, (proxy) => {
      proxy.cut();
    });
  },
  refuse: (where: Where, refusing: boolean): void => {
    changeEach(links, where, (proxy) => {
      proxy.refuse(refusing);
    });
  },
});

const impairmentsOf = (links: Links, { reportAction }: Reporter) => {
  /**
   * For as long as `work` takes, which makes the fault by `cut`, `refuse` and `shape`. Heals the links whatever comes of it;
   * fails if the fault affected nothing on one of them.
   */
  const during = async (where: Where, what: string, work: () => Promise<void>): Promise<void> => {
    const before = affectedAt(links, where);
    reportAction(`on the links ${textOf(where)}: ${what}`);
    await work().finally(() => {
      heal(links, where);
    });
    reportAction(`the links ${textOf(where)} are as they were`);
    for (const [name, affected] of affectedAt(links, where))
      expect(affected, `what the fault met on the link ${name}`).to.be.above(before.get(name) ?? 0);
  };
  return {
    during,
    /** For as long as `work` takes. */
    impair: (where: Where, { words, ...flows }: Impairment, work: () => Promise<void>): Promise<void> =>
      during(where, words, () => {
        changesOf(links).shape(where, flows);
        return work();
      }),
  };
};

/** Bytes that did not pass as if nothing were wrong, and connections that were cut. */
const affectedBy = ({ cuts, refused, requests, answers }: ProxyCounts): number =>
  cuts + refused + requests.held + requests.shaped + answers.held + answers.shaped;

const affectedAt = (links: Links, where: Where): ReadonlyMap<string, number> =>
  new Map(proxiesAt(links, where).map(([name, proxy]) => [name, affectedBy(proxy.counts())]));

const heal = (links: Links, where: Where): void => {
  changeEach(links, where, (proxy) => {
    proxy.shape({});
    proxy.refuse(false);
  });
};

/** A second, on one link that comes and goes; a pool to a database opens as many as are asked for at the same time. */
const MOST_CONNECTS = { broker: 1, database: 2.5 };

const connectionsOf = (links: Links, { reportResult }: Reporter) => ({
  /** Of all links, so far. */
  connectionsCut: (): number => links.at({}).reduce((sum, [, proxy]) => sum + proxy.counts().cuts, 0),
  /** Link -> connections accepted so far. */
  connectsOfEach: (): ReadonlyMap<string, number> =>
    new Map(links.at({}).map(([name, proxy]) => [name, proxy.counts().connects])),
  /** On each link there was at least one new connection since `before`, and not many more. */
  expectNoConnectionStorm: (before: ReadonlyMap<string, number>, seconds: number): void => {
    for (const to of ['broker', 'database'] as const) {
      const rates = links
        .at({ to })
        .map(([name, proxy]) => (proxy.counts().connects - (before.get(name) ?? 0)) / seconds);
      const words = rates.map((rate) => rate.toFixed(1)).join(', ');
      reportResult(`new connections a second to each ${to}: ${words}`);
      expect(Math.min(...rates), 'of the link with the fewest').to.be.above(0);
      expect(Math.max(...rates), 'of the link with the most').to.be.at.most(MOST_CONNECTS[to]);
    }
  },
  /** Every link is given up as dead and tried anew: `connections` new ones on each. */
  expectReconnects: async (
    where: Where,
    { connections, withinMs }: { connections: number; withinMs: number },
  ): Promise<void> => {
    const begin = Date.now();
    const enough = new Map(
      proxiesAt(links, where).map(([name, proxy]) => [name, proxy.counts().connects + connections]),
    );
    const look = () => {
      for (const [name, proxy] of proxiesAt(links, where))
        expect(proxy.counts().connects, `connections so far of ${name}`).to.be.at.least(
          enough.get(name) ?? Infinity,
        );
    };
    await eventually(look, { timeoutMs: withinMs });
    const seconds = ((Date.now() - begin) / 1_000).toFixed(1);
    reportResult(`each link ${textOf(where)} was given up and tried anew, after ${seconds} s at most`);
  },
});
