// Starts a system that begins with a history, and has it judged.
import type { EngineOptions } from '@saga-lab/launcher/engine/engine';
import type { EngineName } from '@saga-lab/launcher/system/state-file';
import { startSystem } from '@saga-lab/launcher/system/system';
import { lab } from '../../client/lab.ts';
import { auditSystem } from '../../reader/audit-system.ts';
import type { Telling } from './until-interrupted.ts';

interface Beginning {
  readonly engine: EngineName;
  readonly dataDir: string;
  readonly history: NonNullable<EngineOptions['history']>;
  /** Goes on where an earlier start with the same history was broken off. */
  readonly resumeHistory?: boolean;
  /** Longest wait for the sagas that were on their way, s. */
  readonly wait: number;
}

/** More of the newest orders are not judged here; `lab check` in the new lab judges as many as it is told to. */
const MOST_ORDERS = 1_000;

/** @throws ExitError as `startSystem` does. */
export const startedWithHistory = async ({ wait, ...beginning }: Beginning, { say, started }: Telling) => {
  const env = { PORT: '0' }; // another lab may have the ports that the environment names
  const system = await startSystem({ ...beginning, env, ownServers: true, log: say });
  started(system);
  const here = lab({ urls: system.urls(), adminToken: system.adminToken });
  const { audit } = await auditSystem(here, { limit: MOST_ORDERS, waitMs: wait * 1_000, tell: say });
  return { system, here, audit };
};
