// `system.json`: how others find a running system, and how the next start finds what a dead one left behind.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startTimeOf } from '../processes/process-time.ts';

export type EngineName = 'real' | 'memory';

export interface SystemPart {
  /** `order-service`, `order-service#2`, `broker`, `mongo-order-service` ... */
  readonly name: string;
  /** Address without a password; absent while it is down. */
  readonly url?: string;
  /** Absent while it is down, and for what this system did not start. */
  readonly pid?: number;
}

export interface SystemState {
  readonly status: 'starting' | 'running';
  readonly engine: EngineName;
  /** Carried by every process of the system: see guard.mjs. */
  readonly mark: string;
  /** `startTime` tells the launcher from a later process with the same pid. */
  readonly launcher: { readonly pid: number; readonly startTime: string };
  readonly adminToken: string;
  readonly broker?: { readonly e2eUrl: string };
  /** URLs of the first instance of each service. */
  readonly urls: Readonly<Record<string, string>>;
  readonly parts: readonly SystemPart[];
}

const fileIn = (dataDir: string): string => join(dataDir, 'system.json');

/** Replaces the whole file at once, readable by this user only, because it holds the admin token. */
export const writeState = (dataDir: string, state: SystemState): void => {
  renameSync(writeDraft(dataDir, state), fileIn(dataDir));
};

/** Writes the file if there is none; of several who try at once, one gets `true`. */
export const createState = (dataDir: string, state: SystemState): boolean => {
  const draft = writeDraft(dataDir, state);
  try {
    linkSync(draft, fileIn(dataDir));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
};

const writeDraft = (dataDir: string, state: SystemState): string => {
  const file = fileIn(dataDir);
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  return draft;
};

/** `undefined` if there is none that can be read. */
export const readState = (dataDir: string): SystemState | undefined => {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as SystemState;
  } catch {
    return undefined;
  }
};

export const removeState = (dataDir: string): void => {
  rmSync(fileIn(dataDir), { force: true });
};

/** Whether the launcher that wrote it still runs. */
export const isAlive = ({ launcher }: SystemState): boolean =>
  startTimeOf(launcher.pid) === launcher.startTime;

/** The system that runs in this data directory, if it is up and its launcher alive. */
export const runningSystem = (dataDir: string): SystemState | undefined => {
  const state = readState(dataDir);
  return state?.status === 'running' && isAlive(state) ? state : undefined;
};
