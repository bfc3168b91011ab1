// What a scenario does to the links of a system behind proxies, and sees there.
import { eventually } from '@saga-lab/platform/time/eventually';
import type { Flow } from '@saga-lab/platform/testing/tcp-flow';
import type { ProxyCounts, TcpProxy } from '@saga-lab/platform/testing/tcp-proxy';
import { expect } from 'chai';
import type { Links, Where } from './links.ts';

/** What is the matter, in words that go on "on the links ...". */
export interface Trouble {
  readonly words: string;
  readonly requests?: Flow;
  readonly answers?: Flow;
}

/** A second, on one link that comes and goes; a pool to a database opens as many as are asked for at the same time. */
const MOST_CONNECTS = { broker: 1, database: 2.5 };

interface Teller {
  readonly does: (sentence: string) => void;
  readonly sees: (sentence: string) => void;
}

const textOf = ({ from, to }: Where): string =>
  `from ${from ?? 'every service'} to ${to ?? 'broker and database'}`;

/** Bytes that did not pass as if nothing were the matter, and connections that were cut. */
const metBy = ({ cuts, refused, requests, answers }: ProxyCounts): number =>
  cuts + refused + requests.held + requests.shaped + answers.held + answers.shaped;

export const tellNetwork = (links: Links, { does, sees }: Teller) => {
  const proxiesAt = (where: Where) => {
    const at = links.at(where);
    expect(at, `links ${textOf(where)}`).not.to.have.length(0);
    return at;
  };
  const each = (where: Where, change: (proxy: TcpProxy) => void): void => {
    for (const [, proxy] of proxiesAt(where)) change(proxy);
  };
  const connectsOfEach = (): ReadonlyMap<string, number> =>
    new Map(links.at({}).map(([name, proxy]) => [name, proxy.counts().connects]));

  /** Heals whatever comes of `work`; fails if the fault met nothing on one of the links. */
  const during = async (where: Where, what: string, work: () => Promise<void>): Promise<void> => {
    const before = proxiesAt(where).map(([name, proxy]) => [name, proxy, metBy(proxy.counts())] as const);
    does(`on the links ${textOf(where)}: ${what}`);
    try {
      await work();
    } finally {
      each(where, (proxy) => {
        proxy.shape({});
        proxy.refuse(false);
      });
    }
    does(`the links ${textOf(where)} are as they were`);
    for (const [name, proxy, met] of before)
      expect(metBy(proxy.counts()), `what the fault met on the link ${name}`).to.be.above(met);
  };

  return {
    seed: links.seed,
    random: links.random,
    /** For as long as `work` takes. */
    suffers: (where: Where, { words, ...flows }: Trouble, work: () => Promise<void>): Promise<void> =>
      during(where, words, () => {
        each(where, (proxy) => {
          proxy.shape(flows);
        });
        return work();
      }),
    /** For as long as `work` takes, which makes the trouble by `cuts`, `refuses` and `shapes`. */
    during,
    shapes: (where: Where, flows: Omit<Trouble, 'words'>): void => {
      each(where, (proxy) => {
        proxy.shape(flows);
      });
    },
    /** Resets every connection that there is. */
    cuts: (where: Where): void => {
      each(where, (proxy) => {
        proxy.cut();
      });
    },
    refuses: (where: Where, refusing: boolean): void => {
      each(where, (proxy) => {
        proxy.refuse(refusing);
      });
    },
    /** Of all links, so far. */
    connectionsCut: (): number => links.at({}).reduce((sum, [, proxy]) => sum + proxy.counts().cuts, 0),
    /** Link -> connections accepted so far. */
    connectsOfEach,
    /** On each link there was at least one new connection since `before`, and not many more. */
    seesNoStorm: (before: ReadonlyMap<string, number>, seconds: number): void => {
      for (const to of ['broker', 'database'] as const) {
        const rates = links
          .at({ to })
          .map(([name, proxy]) => (proxy.counts().connects - (before.get(name) ?? 0)) / seconds);
        sees(`new connections a second to each ${to}: ${rates.map((rate) => rate.toFixed(1)).join(', ')}`);
        expect(Math.min(...rates), 'of the link with the fewest').to.be.above(0);
        expect(Math.max(...rates), 'of the link with the most').to.be.at.most(MOST_CONNECTS[to]);
      }
    },
    /** Every link is given up as dead and tried anew: `connections` new ones on each. */
    seesNewConnections: async (
      where: Where,
      { connections, withinMs }: { connections: number; withinMs: number },
    ): Promise<void> => {
      const begin = Date.now();
      const before = proxiesAt(where).map(
        ([name, proxy]) => [name, proxy, proxy.counts().connects + connections] as const,
      );
      await eventually(
        () => {
          for (const [name, proxy, enough] of before)
            expect(proxy.counts().connects, `connections so far of ${name}`).to.be.at.least(enough);
        },
        { timeoutMs: withinMs },
      );
      const seconds = ((Date.now() - begin) / 1_000).toFixed(1);
      sees(`each link ${textOf(where)} was given up and tried anew, after ${seconds} s at most`);
    },
  };
};
export type Network = ReturnType<typeof tellNetwork>;
