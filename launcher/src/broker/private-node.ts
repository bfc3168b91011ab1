// RabbitMQ as a process of one's own: home, ports, epmd and data are private, so that it meets no other broker.
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { isPlain } from '../command/shell.ts';
import type { BrokerFiles } from './broker-files.ts';
import type { BrokerControl } from '../engine/engine.ts';
import { electLeaders } from './elect-leaders.ts';
import { freePort } from '../processes/free-port.ts';
import { startEpmd } from './epmd.ts';
import type { Inside } from './epmd.ts';
import { DATA, NODE, nodeEnvironment, PID_FILE } from './node-environment.ts';
import { linkTo } from './plain-path.ts';
import { relocateQueues } from './relocate-queues.ts';
import { openLog, programPath } from '../processes/programs.ts';
import type { BrokerProgram } from './running-broker.ts';

/** Debian's wrapper in the PATH changes to another user, who could not write here; the program behind it does not. */
const DEBIAN_PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** A broker that stands still never answers. */
const CTL_WITHIN_MS = 60_000;

/** `undefined` if RabbitMQ is not installed. */
export const rabbitmqProgram = (): string | undefined =>
  existsSync(DEBIAN_PROGRAM) ? DEBIAN_PROGRAM : programPath('rabbitmq-server');

/** Which node of a cluster it is. */
export interface Membership {
  readonly name: string;
  /** Of the directory that all its nodes are in. */
  readonly epmdPort: number;
}

/** Ports are chosen once, so that a restarted node keeps them. `membership`: left out, it is alone. */
export const privateNode = async (
  program: string,
  dir: string,
  files: BrokerFiles,
  membership?: Membership,
): Promise<BrokerProgram> => {
  const { name = NODE, epmdPort = await freePort() } = membership ?? {};
  const pidFile = join(dir, PID_FILE);
  const env = nodeEnvironment(dir, files, { name, epmdPort, distPort: await freePort() });
  const inside: Inside = { cwd: dir, env };
  const logFile = join(dir, 'broker.log');
  const ctl: BrokerControl['ctl'] = async (...args) => {
    const rabbitmqctl = join(dirname(program), 'rabbitmqctl');
    const { stdout } = await promisify(execFile)(rabbitmqctl, args, { ...inside, timeout: CTL_WITHIN_MS });
    return stdout;
  };
  const restore = async (): Promise<void> => {
    await ctl('import_definitions', relative(dir, files.definitions));
  };
  let hasPast = false;
  return {
    logFile,
    start: () => {
      hasPast = existsSync(join(dir, DATA));
      rmSync(pidFile, { force: true });
      relocateQueues(dir);
      const stopEpmd = membership ? () => undefined : startEpmd(inside, epmdPort);
      const { child, removeLink } = startNode(program, inside, logFile);
      child.once('exit', () => {
        stopEpmd();
        removeLink();
      });
      return child;
    },
    settle: () => (hasPast && !membership ? electLeaders({ ctl, restore }) : Promise.resolve()),
    /** The Erlang machine, not the shell that waits for it. */
    pid: () => pidIn(pidFile),
    signal: (signal) => {
      const pid = pidIn(pidFile);
      if (pid !== undefined) process.kill(pid, signal);
    },
    control: {
      ctl,
      restore,
      wipe: () => {
        rmSync(join(dir, DATA), { recursive: true, force: true });
      },
    },
  };
};

/** RabbitMQ makes the path of its data absolute and hands it to `df` by way of a shell: it sees no full disk without a plain one. */
const startNode = (program: string, { cwd, env }: Inside, logFile: string) => {
  const link = isPlain(cwd) ? undefined : linkTo(cwd);
  const data = link === undefined ? DATA : join(link, DATA);
  const log = openLog(logFile);
  const child = spawn(program, [], {
    cwd,
    env: { ...env, RABBITMQ_MNESIA_BASE: data },
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  log.close();
  return { child, removeLink: () => link !== undefined && rmSync(link, { force: true }) };
};

const pidIn = (file: string): number | undefined => {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
};
