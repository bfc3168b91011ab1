// An earlier commit of this project in a folder of its own, set up by its own `npm start`.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { endOfLog } from '@saga-lab/launcher/processes/programs';
import { runLogged } from '@saga-lab/launcher/processes/logged-run';
import { git, root } from '../figures/git.ts';

export interface Checkout {
  /** Where its code is. */
  readonly folder: string;
  /** Where it keeps what a benchmark leaves. */
  readonly dataDir: string;
}

/** Which servers and engine others of this project are to use: it has its own. */
const LEFT_OUT = [
  'SAGA_LAB_ENGINE',
  'SAGA_LAB_INFRASTRUCTURE',
  'SAGA_LAB_RABBITMQ_URL',
  'SAGA_LAB_MONGO_URLS',
];

/** The node that everybody else is measured on comes first in the PATH. */
export const ownEnv = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !LEFT_OUT.includes(name))),
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
});

/** Short. `commit`: anything that git understands. @throws ExitError 64 if this clone has no such commit */
export const hashOf = (commit: string): string => {
  try {
    return git('rev-parse', '--short', '--verify', '--quiet', `${commit}^{commit}`);
  } catch {
    throw new ExitError(
      exitCodes.usage,
      `There is no commit ${commit} in this clone. Type: git log --oneline`,
    );
  }
};

/** `dataDir`: of the benchmark. */
export const checkoutOf = (hash: string, dataDir: string): Checkout => {
  const folder = join(dataDir, 'earlier', hash);
  return { folder, dataDir: join(folder, '.data', 'bench') };
};

/**
 * Makes it ready for a benchmark. Its packages, and servers that it does not find, are installed the first time.
 * @throws ExitError 69 if it does not run here
 */
export const provideCheckout = async (hash: string, dataDir: string): Promise<void> => {
  if (existsSync(readyFile(hash, dataDir))) return;
  await setUp(hash, checkoutOf(hash, dataDir).folder, join(dataDir, 'logs', `install-${hash}.log`));
  writeFileSync(readyFile(hash, dataDir), '');
};

/** It is set up anew the next time. */
export const forgetCheckout = (hash: string, dataDir: string): void => {
  rmSync(readyFile(hash, dataDir), { force: true });
};

const readyFile = (hash: string, dataDir: string): string => `${checkoutOf(hash, dataDir).folder}.ready`;

/** Its four sagas show that it runs. */
const setUp = async (hash: string, folder: string, logFile: string): Promise<void> => {
  rmSync(folder, { recursive: true, force: true });
  try {
    await runLogged(['git', 'clone', '--quiet', '--shared', '--no-checkout', root, folder], { logFile });
    await runLogged(['git', 'checkout', '--quiet', '--detach', hash], { logFile, cwd: folder });
    await runLogged(['npm', 'start', '--', '--once', '--json'], { logFile, cwd: folder, env: ownEnv() });
  } catch {
    throw new ExitError(
      exitCodes.missing,
      `Commit ${hash} does not run here, so that nothing can be compared with it. ${endOfLog(logFile)}`,
    );
  }
};
