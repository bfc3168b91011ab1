// `npm run lab -- ...` as it is typed, in a process of its own.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const root = resolve(import.meta.dirname, '../../..');

export interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** @param verb its words, without options: `what-if false` */
export const runLab = async (dataDir: string, verb: string, ...args: readonly string[]): Promise<Ran> => {
  const command = [
    '--import',
    'tsx',
    'lab/src/cli/lab.ts',
    ...verb.split(' '),
    '--data-dir',
    dataDir,
    ...args,
  ];
  const child = spawn(process.execPath, command, { cwd: root });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, output, errors };
};
