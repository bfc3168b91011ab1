// `lab completion bash|zsh|fish`: a script to source.
import { fileURLToPath } from 'node:url';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import type { Command } from 'commander';
import type { Outcome } from '../outcome.ts';
import { scriptFor } from './scripts.ts';
import type { Shell } from './scripts.ts';
import { verbTree } from './tree.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');

export const completion = (program: Command, shell: Shell): Outcome => {
  const script = scriptFor(shell, verbTree(program), root);
  return { data: { shell, script }, lines: () => [script.trimEnd()], exitCode: exitCodes.holds };
};
