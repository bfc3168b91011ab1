// RabbitMQ as a process of one's own: home, ports, epmd and data are private, so that it meets no other broker.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { BrokerFiles } from './broker-files.ts';
import type { BrokerControl } from '../engine/engine.ts';
import { freePort } from '../processes/free-port.ts';
import { openLog, programPath } from '../processes/programs.ts';
import type { BrokerProgram } from './running-broker.ts';

/** Debian's wrapper in the PATH changes to another user, who could not write here; the program behind it does not. */
const DEBIAN_PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** A broker that stands still never answers. */
const CTL_WITHIN_MS = 60_000;

const dataIn = (dir: string): string => join(dir, 'data');

/** `undefined` if RabbitMQ is not installed. */
export const rabbitmqProgram = (): string | undefined =>
  existsSync(DEBIAN_PROGRAM) ? DEBIAN_PROGRAM : programPath('rabbitmq-server');

/** Ports are chosen once, so that a restarted node keeps them. */
export const privateNode = async (
  program: string,
  dir: string,
  files: BrokerFiles,
): Promise<BrokerProgram> => {
  const [epmdPort, distPort] = [await freePort(), await freePort()];
  const pidFile = join(dir, 'pid');
  const env = nodeEnvironment(dir, files, { epmdPort, distPort, pidFile });
  const logFile = join(dir, 'broker.log');
  const ctl: BrokerControl['ctl'] = async (...args) => {
    const rabbitmqctl = join(dirname(program), 'rabbitmqctl');
    const { stdout } = await promisify(execFile)(rabbitmqctl, args, { env, timeout: CTL_WITHIN_MS });
    return stdout;
  };
  return {
    logFile,
    start: () => {
      rmSync(pidFile, { force: true });
      // Not left to Erlang, whose own epmd would detach itself and stay for ever.
      const epmd = spawn('epmd', ['-port', String(epmdPort), '-address', '127.0.0.1'], {
        env,
        detached: true,
        stdio: 'ignore',
      });
      epmd.on('error', () => undefined);
      const log = openLog(logFile);
      const child = spawn(program, [], { env, detached: true, stdio: ['ignore', log.fd, log.fd] });
      log.close();
      child.once('exit', () => {
        epmd.kill('SIGKILL');
        endEpmd(env);
      });
      return child;
    },
    /** The Erlang machine, not the shell that waits for it. */
    pid: () => pidIn(pidFile),
    signal: (signal) => {
      const pid = pidIn(pidFile);
      if (pid !== undefined) process.kill(pid, signal);
    },
    control: {
      ctl,
      restore: async () => {
        await ctl('import_definitions', files.definitions);
      },
      wipe: () => {
        rmSync(dataIn(dir), { recursive: true, force: true });
      },
    },
  };
};

/** On a slow machine Erlang may look before ours listens, and then has started its own all the same. */
const endEpmd = (env: NodeJS.ProcessEnv): void => {
  const ending = spawn('epmd', ['-kill'], { env, detached: true, stdio: 'ignore' });
  ending.on('error', () => undefined);
  ending.unref();
};

const pidIn = (file: string): number | undefined => {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
};

const nodeEnvironment = (
  dir: string,
  files: BrokerFiles,
  { epmdPort, distPort, pidFile }: { epmdPort: number; distPort: number; pidFile: string },
): NodeJS.ProcessEnv => {
  const home = join(dir, 'home');
  const empty = join(home, 'rabbitmq-env.conf');
  mkdirSync(home, { recursive: true });
  writeFileSync(empty, '');
  const plugins = join(home, 'enabled_plugins');
  writeFileSync(plugins, '[].\n');
  return {
    ...process.env,
    HOME: home,
    RABBITMQ_NODENAME: 'saga-lab@localhost',
    RABBITMQ_CONF_ENV_FILE: empty, // or the machine's own settings would come in
    RABBITMQ_CONFIG_FILE: files.config,
    RABBITMQ_MNESIA_BASE: dataIn(dir),
    RABBITMQ_LOG_BASE: join(dir, 'log'),
    RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_PID_FILE: pidFile,
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
};
