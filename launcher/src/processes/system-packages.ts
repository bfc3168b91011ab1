// Packages of the system (Debian, Ubuntu), where they can be installed without asking anybody.
import { runLogged } from './logged-run.ts';
import { programPath } from './programs.ts';

export const canInstall = (): boolean => process.getuid?.() === 0 && programPath('apt-get') !== undefined;

/** All that apt-get prints goes to the log. @throws Error with the last line of it. */
export const installPackages = async (names: readonly string[], logFile: string): Promise<void> => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }; // 1: services are not started
  const aptGet = (...args: string[]) => runLogged(['apt-get', ...args], { logFile, env });
  await aptGet('update', '-qq').catch(() => undefined); // the lists that are there may do
  await aptGet('install', '-qq', '--no-install-recommends', ...names);
};
