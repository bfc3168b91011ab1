// RabbitMQ in a container, for machines with a Docker daemon; as alike to a process of one's own as it can be.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BrokerControl } from '../engine/engine.ts';
import { openLog } from '../processes/programs.ts';
import { electLeaders } from './elect-leaders.ts';
import type { BrokerProgram } from './running-broker.ts';

/** As in docker-compose.yml. */
export const BROKER_IMAGE = 'rabbitmq:4.3';
const MNESIA = '/var/lib/rabbitmq/mnesia';

/** Where the container finds the files of `dir`. */
export const DOCKER_DEFINITIONS = '/etc/saga-lab/definitions.json';
export const DOCKER_LISTEN = '0.0.0.0:5672';

const docker = (...args: string[]): string =>
  execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 10_000 });

export const dockerRuns = (): boolean => {
  try {
    docker('info');
    return true;
  } catch {
    return false;
  }
};

/** In the foreground: the client's end is the container's end, and takes it away. The data stays in `dir`. */
export const dockerNode = (dir: string, port: number): BrokerProgram => {
  const name = `saga-lab-${randomUUID()}`;
  const logFile = join(dir, 'broker.log');
  const data = join(dir, 'docker-data');
  mkdirSync(data, { recursive: true });
  const args = [
    ...['run', '--rm', '--name', name, '--hostname', 'saga-lab'],
    ...['--publish', `127.0.0.1:${port}:5672`, '--volume', `${data}:/var/lib/rabbitmq`],
    ...['--volume', `${join(dir, 'definitions.json')}:${DOCKER_DEFINITIONS}:ro`],
    ...['--volume', `${join(dir, 'rabbitmq.conf')}:/etc/rabbitmq/conf.d/90-saga-lab.conf:ro`, BROKER_IMAGE],
  ];
  const ctl: BrokerControl['ctl'] = async (...args) => {
    const { stdout } = await promisify(execFile)('docker', ['exec', name, 'rabbitmqctl', ...args]);
    return stdout;
  };
  const restore = async (): Promise<void> => {
    await ctl('import_definitions', DOCKER_DEFINITIONS);
  };
  return {
    logFile,
    settle: () => electLeaders({ ctl, restore }),
    start: () => {
      const log = openLog(logFile);
      const child = spawn('docker', args, { detached: true, stdio: ['ignore', log.fd, log.fd] });
      log.close();
      return child;
    },
    pid: () => {
      try {
        return Number.parseInt(docker('inspect', '--format', '{{.State.Pid}}', name), 10) || undefined;
      } catch {
        return undefined;
      }
    },
    signal: (signal) => {
      docker('kill', '--signal', signal, name);
    },
    control: {
      ctl,
      restore,
      // By a container: the files belong to a user that is not known here.
      wipe: () => {
        docker(
          ...['run', '--rm', '--volume', `${data}:/var/lib/rabbitmq`, BROKER_IMAGE],
          'rm',
          '-rf',
          MNESIA,
        );
      },
    },
  };
};
