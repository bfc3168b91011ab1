// Faults of links: the proxies between the services and their servers let nothing through, or not as it should be.
import type { TcpProxy } from '@saga-lab/platform/testing/tcp-proxy';
import type { Flow } from '@saga-lab/platform/testing/tcp-flow';
import { linksAt } from '../kinds.ts';
import type { Injection } from '../schedule.ts';
import type { Begin, Stage } from './stage.ts';

const held: Flow = { held: true };

/** How often a connection that was just made is reset, or made to break somewhere else. */
const AGAIN_MS = 700;

/** The same flow in both directions. */
const bothWays = (flow: Flow) => ({ requests: flow, answers: flow });

const between = (least: number, most: number, { dice }: Injection): number =>
  Math.round(least + dice * (most - least));

/** Lasts until it is healed. */
const shaped =
  (flowsOf: (injection: Injection) => Parameters<TcpProxy['shape']>[0]): Begin =>
  (stage, injection) =>
    onLinks(stage, injection, (proxies) => {
      for (const proxy of proxies) proxy.shape(flowsOf(injection));
      return undefined;
    });

/** Done again and again until it is healed. */
const repeated =
  (act: (proxy: TcpProxy, injection: Injection) => void): Begin =>
  (stage, injection) =>
    onLinks(stage, injection, (proxies) => {
      const again = () => {
        for (const proxy of proxies) act(proxy, injection);
      };
      again();
      const timer = setInterval(again, AGAIN_MS + injection.dice * AGAIN_MS);
      return () => {
        clearInterval(timer);
      };
    });

export const linkFaults = {
  refuse: repeated((proxy) => {
    proxy.refuse(true);
    proxy.cut();
  }),
  'black-hole': shaped(() => bothWays(held)),
  'lost-requests': shaped(() => ({ requests: held })),
  'lost-answers': shaped(() => ({ answers: held })),
  reset: repeated((proxy) => {
    proxy.cut();
  }),
  delay: shaped((injection) => bothWays({ late: [20, between(100, 400, injection)] })),
  narrow: shaped((injection) => bothWays({ bytesPerSecond: between(5_000, 40_000, injection) })),
  slices: shaped(() => bothWays({ mostPiece: 7 })),
  'cut-after': repeated((proxy, injection) => {
    proxy.shape(bothWays({ cutAfter: between(300, 6_000, injection) }));
  }),
} satisfies Readonly<Record<string, Begin>>;

/** Begins; what it returns ends it, unless healing the proxies does. */
type Act = (proxies: readonly TcpProxy[]) => (() => void) | undefined;

const onLinks = (stage: Stage, { target }: Injection, act: Act): ReturnType<Begin> => {
  const proxies = proxiesAt(stage, target);
  const before = sumOf(proxies);
  const stop = act(proxies);
  return Promise.resolve({
    heal: () => {
      stop?.();
      for (const proxy of proxies) healProxy(proxy);
      return Promise.resolve(sumOf(proxies) - before);
    },
  });
};

export const healProxy = (proxy: TcpProxy): void => {
  proxy.shape({});
  proxy.refuse(false);
};

const proxiesAt = ({ links }: Stage, target: string): readonly TcpProxy[] => {
  const names = new Set(linksAt(target));
  return links.at({}).flatMap(([name, proxy]) => (names.has(name) ? [proxy] : []));
};

/** Bytes that did not pass as if nothing were wrong, and connections that were reset. */
const sumOf = (proxies: readonly TcpProxy[]): number =>
  proxies
    .map((proxy) => proxy.counts())
    .reduce(
      (sum, { cuts, refused, requests, answers }) =>
        sum + cuts + refused + requests.held + requests.shaped + answers.held + answers.shaped,
      0,
    );
