// `npm run lab -- import FILE`, with its options; it ends with the system that it started.
import { Option } from 'commander';
import type { Command } from 'commander';
import { untilInterrupted } from '../started/until-interrupted.ts';
import { pathAsTyped, verb } from '../verb.ts';
import type { Output, VerbOptions } from '../verb.ts';
import { wholeNumber } from '../whole-number.ts';
import { importHistory } from './import.ts';
import type { ImportOptions } from './import.ts';

export const importVerb = ({ print, say }: Output): Command =>
  verb(
    'import',
    'a new system that begins with an exported history',
    'import history.jsonl --into .data/moved',
  )
    .argument('<file>', 'what `export` wrote', pathAsTyped)
    .requiredOption('--into <path>', 'its data directory', pathAsTyped)
    .addOption(
      new Option('--engine <name>', 'real: processes, RabbitMQ, MongoDB; memory: nothing but Node')
        .choices(['memory', 'real'])
        .default('real'),
    )
    .option('--resume', 'go on with an import of this file that was broken off', false)
    .option('--wait <seconds>', 'for the sagas that were on their way, at most', wholeNumber(0), 60)
    .option('--once', 'stop it as soon as it is judged; the exit code is the verdict', false)
    .action((file: string, options: VerbOptions & ImportOptions) =>
      untilInterrupted({
        say,
        once: options.once,
        work: (telling) => importHistory(file, options, telling),
        print: (work) => print(options, 'Importing', work),
      }),
    );
