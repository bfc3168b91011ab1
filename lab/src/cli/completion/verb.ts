// `npm run lab -- completion`: a script for a shell, which completes every other verb.
import { Argument } from 'commander';
import type { Command } from 'commander';
import { verb } from '../verb.ts';
import type { Print, VerbOptions } from '../verb.ts';
import { completion } from './completion.ts';
import { shells } from './scripts.ts';
import type { Shell } from './scripts.ts';

/** `of`: all verbs, once they are there. */
export const completionVerb = (print: Print, of: () => Command): Command =>
  verb(
    'completion',
    'prints a script that defines `lab` for a shell, and completes it with Tab',
    'completion bash',
  )
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .action((shell: Shell, options: VerbOptions) =>
      print(options, 'Writing the script', completion(of(), shell)),
    );
