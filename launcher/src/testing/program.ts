// Programs of the lab as real processes, in an environment that holds nothing but what a test gives.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LauncherMessage } from '@saga-lab/platform/service/launcher-channel';
import { mainOf } from '../settings/services.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
}

export interface Live {
  readonly url: string;
  readonly output: () => string;
  /** Told to end in order. */
  readonly stop: () => Promise<Ended>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const START = `${root}lab/src/cli/start.ts`;

/** Far beyond the five seconds that a refusal may take: another machine, with other work to do, may need longer. */
const ENDS_WITHIN_MS = 60_000;

/** As on a read-only disk: Node refuses every write to a file. */
export const READ_ONLY: readonly string[] = [
  process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission',
  ...['--allow-fs-read=*', '--allow-child-process', '--allow-worker', '--no-warnings'],
  ...(process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : []),
];

const begin = (args: readonly string[], env: Environment) => {
  const since = performance.now();
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH, HOME, TMPDIR, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const texts = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => (texts.out += String(chunk)));
  child.stderr?.on('data', (chunk) => (texts.err += String(chunk)));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code: number | null) => {
      resolve({ code, ...texts, ms: performance.now() - since });
    });
  });
  return { child, texts, ended };
};

const toEnd = async (child: ChildProcess, ended: Promise<Ended>): Promise<Ended> => {
  const late = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
  return ended.finally(() => {
    clearTimeout(late);
  });
};

const serviceArgs = (service: string, flags: readonly string[]) => [
  ...flags,
  '--import',
  'tsx',
  mainOf(service),
];

/** A service that is expected to end by itself; after 60 s it is killed, and has no exit code. */
export const serviceEnds = (service: string, env: Environment): Promise<Ended> => {
  const { child, ended } = begin(serviceArgs(service, []), env);
  return toEnd(child, ended);
};

/** `npm start -- --once` with more arguments, likewise. */
export const startEnds = (
  env: Environment,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<Ended> => {
  const { child, ended } = begin([...flags, '--import', 'tsx', START, '--once', ...args], env);
  return toEnd(child, ended);
};

/** Resolves when the service says that it is ready. */
export const serviceRuns = (
  service: string,
  env: Environment,
  flags: readonly string[] = [],
): Promise<Live> => {
  const { child, texts, ended } = begin(serviceArgs(service, flags), env);
  const stop = () => {
    child.kill('SIGTERM');
    return toEnd(child, ended);
  };
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
    child.on('message', (message: LauncherMessage) => {
      if ('waiting' in message) return;
      clearTimeout(late);
      resolve({ url: message.ready, output: () => texts.out + texts.err, stop });
    });
    void ended.then(({ code, out, err }) => {
      clearTimeout(late);
      reject(new Error(`${service} ended (${code ?? 'killed'}): ${out}${err}`));
    });
  });
};
