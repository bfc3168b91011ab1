// Where scenarios play: on a system that runs already, or on one started for them.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { lab } from '@saga-lab/launcher/client/lab';
import type { Lab } from '@saga-lab/launcher/client/lab';
import type { Access } from '@saga-lab/launcher/client/request';
import { runningSystem } from '@saga-lab/launcher/state-file';
import { defaultDataDir, startSystem } from '@saga-lab/launcher/system';
import type { System } from '@saga-lab/launcher/system';
import type { Need } from './define.ts';

export type EngineName = System['engine'];

export interface Venue {
  readonly engine: EngineName;
  readonly access: Access;
  readonly lab: Lab;
  /** Only of a system started here: nobody else's parts are killed. */
  readonly system?: System;
  readonly brokerUrl?: string;
  /** Leaves nothing of what was started; `now`: without any grace. */
  readonly close: (how?: 'now') => Promise<void>;
}

/** One that runs already, if the need allows it. */
export const openVenue = async (
  need: Need,
  { engine, log }: { engine: EngineName; log: (line: string) => void },
): Promise<Venue> => {
  const running = need === 'a system of its own' ? undefined : runningSystem(defaultDataDir);
  if (!running) return startVenue(engine, log);
  log(`Playing on the system that runs already (${running.engine} engine).`);
  return {
    engine: running.engine,
    access: running,
    lab: lab(running),
    ...(running.broker && { brokerUrl: running.broker.e2eUrl }),
    close: () => Promise.resolve(),
  };
};

/** A system of its own, with data of its own. */
export const startVenue = async (engine: EngineName, log: (line: string) => void): Promise<Venue> => {
  log(`Starting a system of its own (${engine} engine) ...`);
  const dataDir = join(defaultDataDir, `scenario-${process.pid}`);
  const system = await startSystem({ engine, dataDir, log });
  const access = { urls: system.urls(), adminToken: system.adminToken };
  return {
    engine,
    access,
    lab: lab(access),
    system,
    ...(system.broker && { brokerUrl: system.broker.e2eUrl }),
    close: async (how) => {
      await system.stop(how);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** Why a scenario cannot play here, if it cannot. */
export const missingFor = (need: Need, { engine }: Pick<Venue, 'engine'>): string | undefined =>
  need === 'any system' || engine === 'real'
    ? undefined
    : 'it needs real processes and a real broker, which the memory engine has not';
