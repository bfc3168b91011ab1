// Runs mocha in a process of its own, lets its output through, and brings its counts back.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { compileCache } from '@saga-lab/launcher/processes/compile-cache';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'node_modules/mocha/bin/mocha.js');
const reporter = join(root, 'tools/counting-reporter.mjs');

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface MochaOptions {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly output?: 'inherit' | 'ignore';
  /** Stands before each line of its output, because another run goes on beside it. */
  readonly label?: string;
}

export const sum = (counts: readonly Counts[]): Counts => ({
  passed: counts.reduce((total, { passed }) => total + passed, 0),
  failed: counts.reduce((total, { failed }) => total + failed, 0),
});

/** A run that ends before its last test, or without any test, counts as one failure. */
export const runMocha = async (
  args: readonly string[],
  { env = {}, output = 'inherit', label }: MochaOptions = {},
): Promise<Counts> => {
  const dir = mkdtempSync(join(tmpdir(), 'saga-lab-counts-'));
  const countsFile = join(dir, 'counts.json');
  try {
    const child = spawn(process.execPath, [program, '--reporter', reporter, ...args], {
      cwd: root,
      env: { ...compileCache, ...process.env, ...env, COUNTS_FILE: countsFile },
      stdio: label === undefined ? ['ignore', output, output] : ['ignore', 'pipe', 'inherit'],
    });
    if (child.stdout && label !== undefined) prefixLines(child.stdout, label);
    await once(child, 'close');
    return judged(countsIn(countsFile), child.exitCode);
  } finally {
    rmSync(dir, { recursive: true });
  }
};

const prefixLines = (output: Readable, label: string): void => {
  createInterface(output).on('line', (line) => {
    process.stdout.write(`${label} | ${line}\n`);
  });
};

const countsIn = (file: string): Counts => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 0 }; // it died, or found no test
  }
};

const judged = ({ passed, failed }: Counts, exitCode: number | null): Counts => {
  const quiet = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: quiet ? 1 : failed };
};
