// On what a benchmark ran: without it no figure can be judged.
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { connect } from 'amqplib';
import type { Ground } from '../contest/contestant.ts';
import { OWN_SETTINGS } from '../contest/ours.ts';
import { git } from './git.ts';

export interface Machine {
  readonly processors: string;
  readonly memoryGiB: number;
  readonly system: string;
  /** How many processors' worth of work others had in the last minute: with 1 or more, absolute figures are too low. */
  readonly busyWithOthers: number;
  readonly node: string;
  readonly rabbitmq: string;
  readonly mongodb: string;
  /** Short hash of the code, with `+` where it was changed since; absent outside of a clone. */
  readonly code?: string;
  /** What differs from the defaults. */
  readonly settings: Readonly<Record<string, string>>;
}

/** `peers`: versions and settings of these. */
export const machineOf = async (
  { infrastructure, databases }: Ground,
  peers: Machine['settings'] = {},
): Promise<Machine> => {
  const [rabbitmq, mongodb] = await Promise.all([brokerVersion(infrastructure.e2eUrl), databases.version()]);
  const code = commit();
  return {
    processors: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    busyWithOthers: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
    rabbitmq,
    mongodb,
    ...(code !== undefined && { code }),
    settings: { ...OWN_SETTINGS, ...peers },
  };
};

const brokerVersion = async (url: string): Promise<string> => {
  const connection = await connect(url);
  try {
    return connection.connection.serverProperties.version;
  } finally {
    await connection.close();
  }
};

const commit = (): string | undefined => {
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`;
  } catch {
    return undefined;
  }
};
