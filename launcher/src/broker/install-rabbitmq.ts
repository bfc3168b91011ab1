// RabbitMQ from the system's own packages, where that is possible without asking anybody.
import { runLogged } from '../processes/logged-run.ts';
import { programPath } from '../processes/programs.ts';

export const canInstall = (): boolean => process.getuid?.() === 0 && programPath('apt-get') !== undefined;

/** About half a minute. Whether it worked shows in whether the program is there; all that apt-get prints goes to the log. */
export const installRabbitmq = async (logFile: string): Promise<void> => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }; // 1: the service is not started
  const aptGet = (...args: string[]) => runLogged(['apt-get', ...args], { logFile, env });
  await aptGet('update', '-qq').catch(() => undefined); // the lists that are there may do
  await aptGet('install', '-qq', '--no-install-recommends', 'rabbitmq-server').catch(() => undefined);
};
