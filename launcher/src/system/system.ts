// Starts a whole system, and makes sure that nothing of it outlives its launcher.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSettings } from './check-settings.ts';
import { givenToken } from '../settings/admin-token.ts';
import { prepareDataDir } from './data-dir.ts';
import type { Builds, Engine, EngineOptions, EnvOf, Reach } from '../engine/engine.ts';
import type { BeginHistories } from '../engine/begin-histories.ts';
import { markChildren } from '../processes/marked.ts';
import type { Guard } from '../processes/marked.ts';
import { RunningSystem } from './running-system.ts';
import type { System } from './running-system.ts';
import type { EngineName } from './state-file.ts';

export type { System } from './running-system.ts';

/** `.data` beside the code: state file, logs, databases, caches. */
export const defaultDataDir: string = join(fileURLToPath(new URL('../../..', import.meta.url)), '.data');

export interface SystemOptions {
  readonly engine: EngineName;
  readonly log: (line: string) => void;
  /** Of each service; 1 by default. */
  readonly instances?: number;
  /** For every service, on top of what the launcher sets. */
  readonly env?: Readonly<Record<string, string>>;
  /** By service, for all its instances, on top of that. */
  readonly envOf?: EnvOf;
  /** Broker and databases that can be killed, even where `npm test` shares some with all that it runs. */
  readonly ownServers?: boolean;
  /** Three nodes of the broker and three members of each database; only of the real engine. */
  readonly isCluster?: boolean;
  /** Puts something between the services and their servers. */
  readonly reach?: Reach;
  /** Runs other builds of the services than their own; only of the real engine. */
  readonly builds?: Builds;
  /** What the services find in their databases, which must be empty; left out: whatever is there. */
  readonly history?: BeginHistories;
  /** A part of it may be there already: putting it in was broken off. */
  readonly resumeHistory?: boolean;
  /** Serves one live system at a time; `.data` by default. */
  readonly dataDir?: string;
  /** Left out except in tests of the launcher itself. */
  readonly makeEngine?: (options: EngineOptions) => Promise<Engine>;
}

/**
 * Resolves when every part is ready. A caller that ends, at any time and however, needs no cleaning up: a guard does it.
 * @throws ExitError if a setting is wrong, the data directory is in use or of no use, or a part is missing or does not come up;
 * nothing is left then.
 */
export const startSystem = async (options: SystemOptions): Promise<System> => {
  const { engine, log, dataDir = defaultDataDir, instances = 1, makeEngine = engines[engine] } = options;
  const { ownServers = false, isCluster, reach, envOf, builds, history, resumeHistory } = options;
  await prepareDataDir(dataDir, log);
  const adminToken = givenToken(process.env) ?? randomBytes(24).toString('hex');
  const guard = markChildren();
  const system = await ofNobodyElse(
    guard,
    () => new RunningSystem({ engine, adminToken, dataDir, guard, log }),
  );
  const events = {
    changed: () => {
      system.record();
    },
    gaveUp: (detail: string) => {
      system.fail(detail);
    },
  };
  try {
    const env = { ...guard.env, ...options.env };
    system.run(
      await makeEngine({
        instances,
        env,
        envOf,
        ownServers,
        isCluster,
        reach,
        builds,
        history,
        resumeHistory,
        adminToken,
        dataDir,
        log,
        ...events,
      }),
    );
    return system;
  } catch (error) {
    await system.stop();
    throw error;
  }
};

/** Somebody who started at the same time may have been quicker. */
const ofNobodyElse = async (guard: Guard, claim: () => RunningSystem): Promise<RunningSystem> => {
  try {
    return claim();
  } catch (error) {
    await guard.sweep();
    throw error;
  }
};

// Loaded only when chosen: the memory engine needs no drivers, the real one no service in this process.
const engines: Record<EngineName, (options: EngineOptions) => Promise<Engine>> = {
  real: async (options) => {
    await checkSettings('real', options);
    return (await import('./infrastructure.ts')).startOnInfrastructure(options);
  },
  memory: async (options) => {
    await checkSettings('memory', options);
    return (await import('../engine/memory-engine.ts')).startMemory(options);
  },
};
