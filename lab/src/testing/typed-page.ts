// A page of the documents whose commands are typed as they stand there, and compared with what is printed.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';

const root = resolve(import.meta.dirname, '../../..');

interface Typed {
  readonly command: string;
  readonly output: string;
}

/** Every command of the page (`docs/rollback.md`) with the output below it. */
export const typedOn = (page: string): readonly Typed[] => {
  const written = readFileSync(join(root, page), 'utf8');
  return [...written.matchAll(/```console\n([^`]*)```/g)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...output] = part.split('\n');
        return { command, output: output.join('\n') };
      }),
  );
};

/** What it prints; `env`: variables that the page uses. */
export const type = (command: string, env: Readonly<Record<string, string>>): Promise<string> => {
  const shell = spawn('bash', ['-c', command], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text(shell.stdout);
};

/** Ids and times are others every time. */
export const comparable = (output: string): string =>
  output
    .replaceAll(/\b[0-9a-f]{16}\b/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .trim();

/** One after the other; `typed`: how a command is typed, and `same` what of an output has to be the same. */
export const expectTyped = async (
  page: string,
  typed: (command: string) => Promise<string>,
  same: (output: string) => string = comparable,
): Promise<void> => {
  const commands = typedOn(page);
  expect(commands.length, `commands on ${page}`).to.be.at.least(5);
  for (const { command, output } of commands)
    expect(same(await typed(command)), command).to.equal(same(output));
};
