// Where scenarios play: on a system that runs already, or on one started for them.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { attachedSystem } from '@saga-lab/launcher/system/attached';
import { silentServices } from '@saga-lab/lab/client/silent-services';
import type { AttachedSystem } from '@saga-lab/launcher/system/attached';
import { lab } from '@saga-lab/lab/client/lab';
import type { Lab } from '@saga-lab/lab/client/lab';
import type { Access } from '@saga-lab/launcher/system/access';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { runningSystem } from '@saga-lab/launcher/system/state-file';
import { defaultDataDir, startSystem } from '@saga-lab/launcher/system/system';
import type { System, SystemOptions } from '@saga-lab/launcher/system/system';
import { openClocks } from '../faults/clocks.ts';
import type { Ahead, Clocks } from '../faults/clocks.ts';
import { openLinks } from '../faults/links.ts';
import type { Links } from '../faults/links.ts';
import type { Need, OwnSystem } from './define.ts';

export type EngineName = System['engine'];

export interface Venue {
  readonly engine: EngineName;
  readonly access: Access;
  readonly lab: Lab;
  /** Only of a system started here: nobody else's parts are killed. */
  readonly system?: System;
  readonly brokerUrl?: string;
  /** Only of a system behind proxies. */
  readonly links?: Links;
  /** Only of a system whose clocks differ. */
  readonly clocks?: Clocks;
  /** Leaves nothing of what was started; `now`: without any grace. */
  readonly close: (how?: 'now') => Promise<void>;
}

interface Opening {
  /** Of a system that has to be started. */
  readonly engine: EngineName;
  readonly log: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * One that runs already, if the need allows it: that at SAGA_LAB_SYSTEM before that of a launcher.
 * @throws ExitError if SAGA_LAB_SYSTEM is set, and wrong or not answering.
 */
export const openVenue = async (need: Need, { engine, log, env = process.env }: Opening): Promise<Venue> => {
  if (isOwn(need)) return startVenue(engine, { own: need, log });
  const attached = attachedSystem(env);
  if (attached) {
    await mustAnswer(attached);
    log('Playing on the system at SAGA_LAB_SYSTEM.');
    return venueOn(attached, 'real');
  }
  const running = runningSystem(defaultDataDir);
  if (!running) return startVenue(engine, { log });
  log(`Playing on the system that runs already (${running.engine} engine).`);
  return venueOn(running, running.engine);
};

const venueOn = (access: AttachedSystem, engine: EngineName): Venue => ({
  engine,
  access,
  lab: lab(access),
  ...(access.broker && { brokerUrl: access.broker.e2eUrl }),
  close: () => Promise.resolve(),
});

const mustAnswer = async (access: Access): Promise<void> => {
  const silent = await silentServices(access);
  if (silent.length === 0) return;
  const missing = silent.map((service) => `${service} at ${access.urls[service]}`).join(', ');
  throw new ExitError(
    exitCodes.missing,
    `SAGA_LAB_SYSTEM names a system of which there is no answer from ${missing}. Look at all of it: npm run lab -- status`,
  );
};

interface Setup extends Pick<SystemOptions, 'env' | 'instances' | 'ownServers'> {
  readonly proxies?: boolean | undefined;
  /** How far the clocks of its services are ahead of the machine's, to begin with. */
  readonly clocks?: Ahead | undefined;
}

const FIVE_MINUTES = 300_000;

/** What waits long for somebody who knows what it waits for: here it does so for seconds. */
const shortLimits = {
  STEP_DEADLINE_MS: '3000',
  REPEAT_FIRST_MS: '200',
  REPEAT_MOST_MS: '1000',
  TRIES_BEFORE_PARKED: '3',
  SLOW_REPEAT_MS: '2000',
  ANNOUNCE_AFTER_MS: '2000',
  LEASE_MS: '2000',
};

const memoryEater = new URL('../faults/memory-eater.mjs', import.meta.url).href;

const setups: Readonly<Record<OwnSystem, Setup>> = {
  'a system of its own': {},
  'a system with short limits': { env: shortLimits, ownServers: true },
  'a system without a past': { ownServers: true },
  'a system of two instances': { env: shortLimits, instances: 2 },
  'a system with a narrow door': { env: { MOST_PENDING_ORDERS: '20', WRITES_PER_SECOND: '60' } },
  'a system with little memory': {
    env: { NODE_OPTIONS: `--max-old-space-size=160 --import=${memoryEater}` },
  },
  'a system behind proxies': { env: { ...shortLimits, STEP_DEADLINE_MS: '6000' }, proxies: true },
  'a system whose clocks differ': {
    env: { ...shortLimits, STEP_DEADLINE_MS: '6000' },
    clocks: {
      'order-service': FIVE_MINUTES,
      'payment-service': -FIVE_MINUTES,
      'inventory-service': -Date.now(),
    },
  },
};

export const isOwn = (need: Need): need is OwnSystem => need in setups;

export const hasOwnServers = (own: OwnSystem): boolean => setups[own].ownServers === true;

interface Start {
  readonly log: (line: string) => void;
  /** `a system of its own` unless told. */
  readonly own?: OwnSystem | undefined;
}

/** A system of its own, with data of its own. */
export const startVenue = async (
  engine: EngineName,
  { log, own = 'a system of its own' }: Start,
): Promise<Venue> => {
  log(`Starting ${own} (${engine} engine) ...`);
  const dataDir = join(defaultDataDir, `scenario-${process.pid}-${randomUUID().slice(0, 6)}`);
  const { proxies, clocks, ...setup } = setups[own];
  const around = surround({ proxies, clocks });
  const starting = startSystem({ engine, dataDir, log, ...setup, ...around.forSystem });
  const system = await starting.catch(async (error: unknown) => {
    await around.leave();
    throw error;
  });
  const access = { urls: system.urls(), adminToken: system.adminToken };
  return {
    engine,
    access,
    lab: lab(access),
    system,
    ...(system.broker && { brokerUrl: system.broker.e2eUrl }),
    ...around.forVenue,
    close: async (how) => {
      await system.stop(how);
      await around.leave();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** What is put between a system and its machine, and taken away again after it. */
const surround = ({ proxies, clocks: ahead }: Pick<Setup, 'proxies' | 'clocks'>) => {
  const links = proxies ? openLinks() : undefined;
  const clocks = ahead && openClocks(ahead);
  return {
    forSystem: { ...(links && { reach: links.reach }), ...(clocks && { envOf: clocks.envOf }) },
    forVenue: { ...(links && { links }), ...(clocks && { clocks }) },
    leave: async () => {
      await links?.stop();
      clocks?.stop();
    },
  };
};

/** Why a scenario cannot play here, and what to do about it; `undefined` if it can. */
export const missingFor = (need: Need, { engine, brokerUrl }: Pick<Venue, 'engine' | 'brokerUrl'>) => {
  if (need === 'any system') return undefined;
  if (engine === 'memory')
    return 'it needs real processes and a real broker, which the memory engine has not. Try: --engine real';
  if (isOwn(need) || brokerUrl !== undefined) return undefined;
  return 'it needs the broker itself, and SAGA_LAB_SYSTEM does not say where that is (broker=amqp://...)';
};
