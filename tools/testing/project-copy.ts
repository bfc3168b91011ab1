// A copy of the project's files in a folder of its own, beside the installed packages of this one: for tests that change it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export type ProjectCopy = ReturnType<typeof copyProject>;

/** All that git knows or does not ignore, as it is in `folder`. */
export const filesIn = (folder: string): readonly string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: folder, encoding: 'utf8' })
    .trim()
    .split('\n');

export const copyProject = () => {
  const folder = mkdtempSync(join(tmpdir(), 'saga-lab-copy-'));
  for (const file of filesIn(root)) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  const linkWorkspace = (name: string): void => {
    symlinkSync(join('../..', name), join(folder, 'node_modules/@saga-lab', name));
  };
  mkdirSync(join(folder, 'node_modules/@saga-lab'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@saga-lab')
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  for (const name of readdirSync(join(root, 'node_modules/@saga-lab'))) linkWorkspace(name);
  const bin = (path: string): string => join(folder, 'node_modules', path);
  const run = (...args: readonly string[]): string =>
    execFileSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    folder,
    linkWorkspace,
    bin,
    /** Node, in the copy. @throws Error with `status`, `stdout` and `stderr` unless it ends with 0 */
    run,
    /** @throws Error as well if a test fails. */
    mocha: (...args: readonly string[]): string =>
      run(bin('mocha/bin/mocha.js'), '--no-config', '--import=tsx', '--timeout', '20000', ...args),
    remove: (): void => {
      rmSync(folder, { recursive: true });
    },
  };
};
