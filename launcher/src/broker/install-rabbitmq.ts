// RabbitMQ from the system's own packages, where that is possible without asking anybody.
import { spawnSync } from 'node:child_process';
import { programPath } from '../processes/programs.ts';

export const canInstall = (): boolean => process.getuid?.() === 0 && programPath('apt-get') !== undefined;

/** About half a minute. Whether it worked shows in whether the program is there. */
export const installRabbitmq = (): void => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }; // 1: the service is not started
  const aptGet = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] });
  aptGet('update', '-qq');
  aptGet('install', '-qq', '--no-install-recommends', 'rabbitmq-server');
};
