// What the peers need beside this project: npm packages of their own, and PostgreSQL. Installed when a peer is asked for, at its first use.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Progress } from '@saga-lab/launcher/command/progress';
import { runLogged } from '@saga-lab/launcher/processes/logged-run';
import { endOfLog } from '@saga-lab/launcher/processes/programs';
import { canInstall, installPackages } from '@saga-lab/launcher/processes/system-packages';
import { peerNames } from '../contest/contestant.ts';
import type { ContestantName, PeerName } from '../contest/contestant.ts';
import { DURABLE, postgresPrograms } from './postgres.ts';

const folder = fileURLToPath(new URL('../../peers', import.meta.url));

export interface Provide {
  readonly during: Progress['during'];
  /** Where what package managers print goes. */
  readonly logDir: string;
}

interface Need {
  readonly packages?: true;
  readonly postgres?: true;
  /** Versions and settings, once it is all there. */
  readonly settings: () => string;
}

const needs: Readonly<Record<PeerName, Need>> = {
  restate: {
    packages: true,
    settings: () =>
      `server ${versionOf('@restatedev/restate-server')}, SDK ${versionOf('@restatedev/restate-sdk')}, its durable log on one node`,
  },
  dbos: {
    packages: true,
    postgres: true,
    settings: () => `${versionOf('@dbos-inc/dbos-sdk')} on ${postgresVersion()}, ${DURABLE.join(', ')}`,
  },
  'plain-http': { settings: () => 'keeps nothing, repeats nothing' },
};

/** What the report says of each. @throws ExitError 69 with what to do, if something cannot be had */
export const providePeers = async (
  contestants: readonly ContestantName[],
  { during, logDir }: Provide,
): Promise<Readonly<Record<string, string>>> => {
  const peers = peerNames.filter((name) => contestants.includes(name));
  const wants = peers.map((name) => needs[name]);
  if (wants.some(({ packages }) => packages))
    await providePackages(during, join(logDir, 'install-peers.log'));
  if (wants.some(({ postgres }) => postgres))
    await providePostgres(during, join(logDir, 'install-postgresql.log'));
  return Object.fromEntries(peers.map((name) => [name, needs[name].settings()]));
};

const wanted = (): Readonly<Record<string, string>> =>
  (readJson('package.json') as { readonly dependencies: Readonly<Record<string, string>> }).dependencies;

const readJson = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

const versionOf = (name: string): string => {
  try {
    return (readJson(`node_modules/${name}/package.json`) as { readonly version: string }).version;
  } catch {
    return 'none';
  }
};

/** Without a network npm would go on for more than a minute. */
const RETRIES = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];

/** Scripts of packages are not run: none is needed, and one of them reports to its maker. */
const providePackages = async (during: Provide['during'], logFile: string): Promise<void> => {
  if (Object.entries(wanted()).every(([name, version]) => versionOf(name) === version)) return;
  const options = [
    '--ignore-scripts',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...RETRIES,
  ];
  const installing = runLogged(['npm', 'ci', '--prefix', folder, ...options], { logFile, cwd: folder });
  await during('Installing the engines to compare with (npm, 240 MB, about a minute)', installing).catch(
    () => {
      throw new ExitError(
        exitCodes.missing,
        'The engines to compare with cannot be installed. See to a connection to the npm registry and to 240 MB on the disk, ' +
          `or leave --peers out, or say --peers plain-http, which needs nothing.\n${endOfLog(logFile)}`,
      );
    },
  );
};

const providePostgres = async (during: Provide['during'], logFile: string): Promise<void> => {
  if (postgresPrograms() !== undefined) return;
  const what = 'DBOS needs PostgreSQL, which is not on this machine';
  const todo = 'Install it (Debian, Ubuntu: sudo apt-get install postgresql), or leave dbos out of --peers.';
  if (!canInstall()) throw new ExitError(exitCodes.missing, `${what}. ${todo}`);
  const installing = installPackages(['postgresql'], logFile).catch(() => undefined);
  await during('Installing PostgreSQL (about half a minute)', installing);
  if (postgresPrograms() === undefined)
    throw new ExitError(
      exitCodes.missing,
      `${what}, and installing it failed. ${todo}\n${endOfLog(logFile)}`,
    );
};

/** As it says: `PostgreSQL 15.14`. */
const postgresVersion = (): string => {
  const said = execFileSync(join(postgresPrograms() ?? '', 'postgres'), ['--version'], { encoding: 'utf8' });
  return `PostgreSQL ${/\d+(\.\d+)*/.exec(said)?.[0] ?? 'unknown'}`;
};
