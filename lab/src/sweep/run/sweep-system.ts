// A system whose services are the lab's builds of them: they die where they are told, and are started again.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterPolicy, NO_DELIVERY_LIMIT } from '@saga-lab/launcher/broker/definitions';
import { queues } from '@saga-lab/contracts/topology';
import { defaultDataDir, startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import type { TwinName } from '../build/twins.ts';
import { FOLDER_SETTING, SERVICE_SETTING, TWIN_SETTING } from '../plan.ts';
import { buildServices } from './build-services.ts';
import { ofEveryService } from '@saga-lab/contracts/services';

export interface SweepSystem {
  readonly system: System;
  /** Where plans and deaths are written. */
  readonly folder: string;
  /** How often the launcher has seen a service end by SIGKILL. */
  readonly kills: () => number;
  /** Crashes by anything else, as the launcher told them. */
  readonly otherCrashes: () => readonly string[];
  /** Leaves nothing; `now`: without any grace. */
  readonly close: (how?: 'now') => Promise<void>;
}

export interface SweepSystemOptions {
  readonly log: (line: string) => void;
  readonly twin?: TwinName | undefined;
  /** Of all services, on top of what a sweep sets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whoever dies stays dead until it is started. */
  readonly staysDead?: true;
}

/** A service dies hundreds of times, and is started again at once each time. */
const crashLimits = { most: 100_000, windowMs: 100, firstDelayMs: 20 };
/** Nobody waits so long for it to start by itself. */
const NEVER_MS = 3_600_000;

/** Waits for what a dead process left behind are short; those that turn a saga round are longer than any restart. */
const waits = {
  GRACE_MS: '300',
  SWEEP_MS: '200',
  LEASE_MS: '500',
  STEP_DEADLINE_MS: '60000',
  REPEAT_FIRST_MS: '4000',
  ANNOUNCE_AFTER_MS: '4000',
};

/**
 * Under other protocols somebody who does not return is given up within half a minute, and nobody else before it is back. What is kept
 * back, and said again meanwhile, keeps nothing else waiting.
 */
export const protocolWaits = {
  PREFETCH: '500',
  STEP_DEADLINE_MS: '10000',
  ANNOUNCE_AFTER_MS: '15000',
  GIVE_UP_AFTER_MS: '20000',
};

/** With a planted bug messages get lost, and are missed only when the deadline of their step has passed. */
const twinWaits = { ...waits, STEP_DEADLINE_MS: '4000' };

const CRASHED = /^\S+ crashed \((.*?)\)/;

export const startSweepSystem = async (options: SweepSystemOptions): Promise<SweepSystem> => {
  const { log, twin, env, staysDead } = options;
  const dataDir = join(defaultDataDir, `sweep-${process.pid}`);
  const folder = join(dataDir, 'sweep');
  mkdirSync(folder, { recursive: true });
  const program = await buildServices(join(dataDir, 'build'));
  let kills = 0;
  const others: string[] = [];
  const noteCrash = (line: string): void => {
    const how = CRASHED.exec(line)?.[1];
    if (how === undefined) log(line);
    else if (how === 'SIGKILL') kills += 1;
    else others.push(line);
  };
  const system = await startSystem({
    engine: 'real',
    dataDir,
    log: noteCrash,
    env: {
      ...(twin === undefined ? waits : twinWaits),
      LOG_LEVEL: 'warn',
      NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
      [FOLDER_SETTING]: folder,
      [TWIN_SETTING]: twin ?? '',
      ...env,
    },
    envOf: ofEveryService((service) => ({ [SERVICE_SETTING]: service })),
    builds: {
      entries: ofEveryService(() => program),
      crashLimits: staysDead ? { ...crashLimits, firstDelayMs: NEVER_MS } : crashLimits,
    },
  });
  await withoutDeliveryLimit(system).catch(async (error: unknown) => {
    await system.stop();
    throw error;
  });
  return {
    system,
    folder,
    kills: () => kills,
    otherCrashes: () => others,
    close: async (how) => {
      await system.stop(how);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** What is kept back at a service that dies again and again meanwhile is delivered once more each time. */
const withoutDeliveryLimit = async ({ broker }: System): Promise<void> => {
  const ctl = broker?.control?.ctl;
  if (!ctl) return;
  for (const queue of queues) {
    const { vhost, name, priority, pattern, definition, ...rest } = deadLetterPolicy(
      queue,
      NO_DELIVERY_LIMIT,
    );
    const where = ['-p', vhost, '--priority', String(priority), '--apply-to', rest['apply-to']];
    await ctl('set_policy', ...where, name, pattern, JSON.stringify(definition));
  }
};
