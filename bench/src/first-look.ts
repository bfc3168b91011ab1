// How long `?asOf=` of an account takes that nobody has asked for before, with many events behind it and with few, by turns.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CURRENCY } from '@saga-lab/contracts/primitives';
import { schemaVersionOf } from '@saga-lab/contracts/schema-versions';
import { ofEveryService } from '@saga-lab/contracts/services';
import { lab } from '@saga-lab/lab/client/lab';
import type { Lab } from '@saga-lab/lab/client/lab';
import { defaultDataDir, startSystem } from '@saga-lab/launcher/system/system';
import { writeOf } from '@saga-lab/platform/store/commit';
import type { Commit } from '@saga-lab/platform/store/commit';
import { commitOf } from '@saga-lab/platform/store/fixtures';
import { filled } from './filled.ts';
import { median, rounded, timed } from './timing.ts';

const SHORT = 1_000;
const TIMES = 51;
const BEGAN = 1_767_225_600_000;
const OPENING = 1_000_000_000;

/** Event `version` of an account: a charge of 1, dated a millisecond for each. */
const movement = (customer: string, version: number): Commit => {
  const [stream, orderId] = [`account-${customer}`, `${customer}-${version}`];
  const opened = { type: 'AccountOpened', data: { opening: OPENING, by: 'bench' } };
  const charged = { type: 'AmountCharged', data: { orderId, amount: 1, currency: CURRENCY } };
  const event = version === 1 ? opened : charged;
  return {
    ...commitOf(orderId, { at: BEGAN + version, lamport: version, correlationId: orderId }),
    events: [{ stream, version, schemaVersion: schemaVersionOf(event.type), ...event }],
    writes: [writeOf(stream, version)],
  };
};

const movements = function* (events: number): Generator<Commit> {
  for (let version = 1; version <= SHORT; version += 1) yield movement('short', version);
  for (let version = 1; version <= events; version += 1) yield movement('long', version);
};

/** Expects what a full replay would say. */
const look = async (one: Lab, customer: string, version: number, asOf: string): Promise<number> =>
  timed(async () => {
    const path = `/accounts/${customer}?asOf=${asOf}`;
    const { body } = await one.ask('payment-service', { method: 'get', path });
    const account = body as { readonly version: number; readonly balance: number };
    if (account.version !== version || account.balance !== OPENING - version + 1)
      throw new Error(`${path} is ${JSON.stringify(body)}`);
  });

const timeOf = (version: number): string => new Date(BEGAN + version).toISOString();

const customers = ['short', 'long'] as const;

/** One number for each customer. */
const looks = async (one: Lab, events: number) => {
  const sizes = { short: SHORT, long: events };
  const veryFirst = await look(one, 'long', events - 1, String(events - 1));
  const medians = async (asOf: (version: number) => string) => {
    const taken: Record<(typeof customers)[number], number[]> = { short: [], long: [] };
    for (let n = 0; n < TIMES; n += 1)
      for (const customer of customers) {
        const version = 1 + Math.floor((sizes[customer] * ((n * 37) % TIMES)) / TIMES);
        taken[customer].push(await look(one, customer, version, asOf(version)));
      }
    return customers.map((customer) => rounded(median(taken[customer])));
  };
  return {
    events: customers.map((customer) => sizes[customer]),
    veryFirstMs: rounded(veryFirst),
    byVersionMs: await medians(String),
    byTimeMs: await medians(timeOf),
  };
};

export const firstLook = async (events: number, say: (line: string) => void) => {
  const dataDir = join(defaultDataDir, 'bench-first-look');
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  say(`Putting ${events} events into one account ...`);
  const none: Iterable<Commit> = [];
  const system = await startSystem({
    engine: 'real',
    ownServers: true,
    dataDir,
    env: { PORT: '0' },
    history: ofEveryService((name) => (name === 'payment-service' ? movements(events) : none)),
    log: say,
  });
  try {
    const one = lab({ urls: system.urls(), adminToken: system.adminToken });
    say('The read models are filled from the history ...');
    await filled(one, { accounts: SHORT + events, statements: SHORT + events });
    return await looks(one, events);
  } finally {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
};
