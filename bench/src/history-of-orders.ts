// What a running system answers about a history of so many orders: pages of commits, moments, reasons, export and import, and reads
// while a read model is made anew.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '@saga-lab/lab/cli/at/at';
import { rememberedIn } from '@saga-lab/lab/cli/at/remembered';
import { exportHistory } from '@saga-lab/lab/cli/export/export';
import { rebuild } from '@saga-lab/lab/cli/rebuild/rebuild';
import { why } from '@saga-lab/lab/cli/why/why';
import { lab } from '@saga-lab/lab/client/lab';
import type { Lab } from '@saga-lab/lab/client/lab';
import { wholeHistory } from '@saga-lab/lab/reader/history-file/load';
import { defaultDataDir, startSystem } from '@saga-lab/launcher/system/system';
import { filled } from './filled.ts';
import { longHistory } from './long-history.ts';
import type { LongHistory } from './long-history.ts';
import { median, quantile, rounded, timed, timesOf } from './timing.ts';

/** What was measured -> a number, in the unit that it names. */
export type Figures = Readonly<Record<string, number>>;

interface Measuring {
  readonly one: Lab;
  readonly dataDir: string;
  readonly orders: number;
  readonly history: LongHistory;
}

const TIMES = 31;
const FEW = 11;
const PAGE = 100;
const MIB = 2 ** 20;
const LOOK_EVERY_MS = 100;

export const historyOfOrders = async (orders: number, say: (line: string) => void): Promise<Figures> => {
  const dataDir = join(defaultDataDir, `bench-history-${orders}`);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const history = await longHistory(orders);
  say(`Putting ${orders} orders into four databases ...`);
  const begin = performance.now();
  const system = await startSystem({
    engine: 'real',
    ownServers: true,
    dataDir,
    env: { PORT: '0' },
    history: history.histories,
    log: say,
  });
  const filledMs = performance.now() - begin;
  try {
    const one = lab({ urls: system.urls(), adminToken: system.adminToken });
    say('The read models are filled from the history ...');
    await filled(one, history.events);
    const measuring = { one, dataDir, orders, history };
    const all: Record<string, number> = {};
    const have = (figures: Figures): void => {
      for (const [what, figure] of Object.entries(figures)) say(`  ${what}: ${rounded(figure)}`);
      Object.assign(all, figures);
    };
    have({ 'import into empty databases, commits/s': (history.commits * 1_000) / filledMs });
    for (const measure of [pages, moments, reasons, files, madeAnew]) have(await measure(measuring, say));
    return all;
  } finally {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
};

type Say = (line: string) => void;

const pages = async ({ one }: Measuring, say: Say): Promise<Figures> => {
  say('Pages of the history ...');
  const places = [''];
  for (;;) {
    const { items, next } = await one.commitsAfter('saga-orchestrator', places.at(-1) ?? '', PAGE);
    if (items.length < PAGE || !next) break;
    places.push(next);
  }
  const page = async (share: number): Promise<number> => {
    const place = places[Math.round((places.length - 1) * share)] ?? '';
    return median(await timesOf(TIMES, () => one.commitsAfter('saga-orchestrator', place, PAGE)));
  };
  return {
    'first page of /commits, ms': await page(0),
    'middle page of /commits, ms': await page(0.5),
    'last full page of /commits, ms': await page(0.99),
  };
};

const moments = async ({ one, dataDir, orders, history }: Measuring, say: Say): Promise<Figures> => {
  say('Moments ...');
  const remember = rememberedIn(dataDir);
  const middle = 2 * Math.floor(orders / 2);
  const someOrder = (n: number) => history.orderId(Math.floor((orders * (n + 1)) / (TIMES + 2)));
  const ofOrder = await timesOf(TIMES, (n) => at(one, someOrder(n), '999999999', remember));
  const first = await memoryDuring(() => at(one, 'all', String(middle), remember));
  const again = await timesOf(FEW, (n) => at(one, 'all', String(middle + n), remember));
  const open = await remember(one);
  let lamport = middle;
  const steps = await timesOf(TIMES, async () => {
    lamport = (await open.at({ lamport })).next ?? lamport;
  });
  open.close();
  return {
    'at <order>, ms': median(ofOrder),
    'at all, first, ms': first.ms,
    'at all, first, most memory of the lab, MiB': first.mib,
    'at all, again, ms': median(again),
    'at all, a step, ms': median(steps),
  };
};

const reasons = async ({ one, orders, history }: Measuring, say: Say): Promise<Figures> => {
  say('Reasons ...');
  const reason = async (as: 'order' | 'message' | 'sku' | 'customer', id: (n: number) => string) =>
    timesOf(FEW, (n) => why(one, id(Math.floor((orders * (n + 1)) / (FEW + 2))), { as, picture: false }));
  const [order, message] = [
    await reason('order', history.orderId),
    await reason('message', history.messageOf),
  ];
  const [sku, customer] = [await reason('sku', history.sku), await reason('customer', history.customer)];
  return {
    'why <order>, ms': median(order),
    'why <message>, ms': median(message),
    'why <sku>, ms': median(sku),
    'why <customer>, ms': median(customer),
  };
};

const files = async ({ one, dataDir, history }: Measuring, say: Say): Promise<Figures> => {
  say('A file of all of it ...');
  const path = join(dataDir, 'history.jsonl');
  const exported = await memoryDuring(() => exportHistory(one, path, () => undefined));
  const tried = await memoryDuring(() => wholeHistory(path));
  const perSecond = (ms: number) => (history.commits * 1_000) / ms;
  return {
    'export, commits/s': perSecond(exported.ms),
    'export, most memory of the lab, MiB': exported.mib,
    'trying a file before import, commits/s': perSecond(tried.ms),
    'trying a file, most memory of the lab, MiB': tried.mib,
  };
};

const madeAnew = async ({ one, orders, history }: Measuring, say: Say): Promise<Figures> => {
  say('A read model made anew, and read meanwhile ...');
  const read = (n: number) => one.order(history.orderId((n * 7_919) % orders));
  const before = await timesOf(500, read);
  const during: number[] = [];
  const state = { over: false };
  const reading = (async () => {
    for (let n = 0; !state.over; n += 1) during.push(await timed(() => read(n)));
  })();
  reading.catch(() => undefined); // awaited below
  const { data } = await rebuild(one, 'order-service', 'orders').finally(() => {
    state.over = true;
  });
  await reading;
  const [made] = (data as { readonly models: readonly { readonly events: number; readonly ms: number }[] })
    .models;
  return {
    'rebuild of orders, events/s': made ? (made.events * 1_000) / made.ms : 0,
    'reading an order before, p99, ms': quantile(before, 0.99),
    'reading an order meanwhile, p99, ms': quantile(during, 0.99),
  };
};

/** What this process, in which the lab runs here, used at most. */
const memoryDuring = async (work: () => Promise<unknown>) => {
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, LOOK_EVERY_MS);
  const ms = await timed(work).finally(() => {
    clearInterval(look);
  });
  return { ms, mib: Math.max(most, process.memoryUsage().rss) / MIB };
};
