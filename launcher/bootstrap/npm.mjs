// Runs npm, the machine's own.
import { spawn } from 'node:child_process';

/** What cannot be had; the message says what to do about it. */
export class Missing extends Error {}

/** Without a network npm would go on for more than a minute. */
const RETRIES = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

export class Interrupted extends Error {
  constructor(signal) {
    super(`ended by ${signal}`);
    this.exitCode = SIGNALS[signal];
  }
}

const ending = (child) =>
  new Promise((resolve, reject) => {
    child.once('error', () => {
      reject(new Missing('npm was not found. It comes with Node: https://nodejs.org'));
    });
    child.once('close', resolve);
  });

/**
 * `npm ci` in `cwd`, on the Node that comes first in `path`. Whether it succeeded; npm itself says on stderr what was wrong, since stdout is for data only.
 * A signal ends npm first.
 * @throws Interrupted
 */
export const npmCi = async ({ cwd, path }) => {
  const options = ['--include=optional', '--no-audit', '--no-fund', '--loglevel=error', ...RETRIES];
  const child = spawn('npm', ['ci', ...options], {
    cwd,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 2, 2],
  });
  let caught;
  const onSignal = (signal) => {
    caught = signal;
    child.kill(signal);
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, onSignal);
  try {
    const code = await ending(child);
    if (caught) throw new Interrupted(caught);
    return code === 0;
  } finally {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, onSignal);
  }
};
