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
import type { System } from '@saga-lab/launcher/system/system';
import { openClocks } from '../faults/clocks.ts';
import type { Clocks } from '../faults/clocks.ts';
import { openLinks } from '../faults/links.ts';
import type { Links } from '../faults/links.ts';
import { canPlayInMemory, inWords, needsOwnSystem } from './needs.ts';
import type { Needs } from './needs.ts';
import { setupFor } from './setup.ts';

export type EngineName = System['engine'];

export interface ScenarioSystem {
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
  /** Where the parts write their logs, if that is on this machine. */
  readonly logs?: string;
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
 * One that runs already, if the needs allow it: that at SAGA_LAB_SYSTEM before that of a launcher.
 * @throws ExitError if SAGA_LAB_SYSTEM is set, and wrong or not answering.
 */
export const openScenarioSystem = async (
  needs: Needs,
  { engine, log, env = process.env }: Opening,
): Promise<ScenarioSystem> => {
  if (needsOwnSystem(needs)) return startScenarioSystem(engine, { needs, log });
  const attached = attachedSystem(env);
  if (attached) {
    await mustAnswer(attached);
    log('Playing on the system at SAGA_LAB_SYSTEM.');
    return attachedTo(attached, 'real');
  }
  const running = runningSystem(defaultDataDir);
  if (!running) return startScenarioSystem(engine, { log });
  log(`Playing on the system that runs already (${running.engine} engine).`);
  return { ...attachedTo(running, running.engine), logs: join(defaultDataDir, 'logs') };
};

const attachedTo = (access: AttachedSystem, engine: EngineName): ScenarioSystem => ({
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

interface Start {
  readonly log: (line: string) => void;
  /** One that may be killed, by default. */
  readonly needs?: Needs | undefined;
  /** Of all chance of its proxies; an own one unless told. */
  readonly seed?: number;
  /** For every service, on top of what the needs say. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A system of its own, with data of its own. */
export const startScenarioSystem = async (
  engine: EngineName,
  { log, needs = { ownSystem: true }, seed, env = {} }: Start,
): Promise<ScenarioSystem> => {
  log(`Starting ${inWords(needs)} (${engine} engine) ...`);
  const dataDir = join(defaultDataDir, `scenario-${process.pid}-${randomUUID().slice(0, 6)}`);
  const around = proxiesAndClocks(needs, seed);
  const setup = setupFor(needs);
  const all = { ...setup, env: { ...setup.env, ...env }, ...around.forSystem };
  const starting = startSystem({ engine, dataDir, log, ...all });
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
    ...around.forScenario,
    logs: join(dataDir, 'logs'),
    close: async (how) => {
      await system.stop(how);
      await around.leave();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** What is put between a system and its machine, and taken away again after it. */
const proxiesAndClocks = ({ proxies, clocksAheadMs }: Needs, seed?: number) => {
  const links = proxies && openLinks(seed);
  const clocks = clocksAheadMs && openClocks(clocksAheadMs);
  return {
    forSystem: { ...(links && { reach: links.reach }), ...(clocks && { envOf: clocks.envOf }) },
    forScenario: { ...(links && { links }), ...(clocks && { clocks }) },
    leave: async () => {
      await links?.stop();
      clocks?.stop();
    },
  };
};

/** Why a scenario cannot play here, and what to do about it; `undefined` if it can. */
export const missingFor = (
  needs: Needs,
  { engine, brokerUrl }: Pick<ScenarioSystem, 'engine' | 'brokerUrl'>,
) => {
  if (canPlayInMemory(needs)) return undefined;
  if (engine === 'memory')
    return 'it needs real processes and a real broker, which the memory engine has not. Try: --engine real';
  if (needsOwnSystem(needs) || brokerUrl !== undefined) return undefined;
  return 'it needs the broker itself, and SAGA_LAB_SYSTEM does not say where that is (broker=amqp://...)';
};
