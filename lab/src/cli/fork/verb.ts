// `npm run lab -- fork`, with its options; it ends with the fork that it started.
import { Option } from 'commander';
import type { Command } from 'commander';
import { lab } from '../../client/lab.ts';
import { momentForms } from '../moment.ts';
import { untilInterrupted } from '../started/until-interrupted.ts';
import { systemIn } from '../system-in.ts';
import { pathAsTyped, verb } from '../verb.ts';
import type { Output, VerbOptions } from '../verb.ts';
import { wholeNumber } from '../whole-number.ts';
import { fork } from './fork.ts';
import type { ForkOptions } from './fork.ts';

export const forkVerb = ({ print, say }: Output): Command =>
  verb('fork', 'a second system whose history ends at a moment of this one', 'fork --at -5m')
    .requiredOption('--at <moment>', momentForms)
    .option('--into <path>', 'its data directory (default: one in .data/forks)', pathAsTyped)
    .addOption(
      new Option('--engine <name>', 'real: processes, RabbitMQ, MongoDB; memory: nothing but Node')
        .choices(['memory', 'real'])
        .default('memory'),
    )
    .option('--wait <seconds>', 'for the sagas that were on their way, at most', wholeNumber(0), 60)
    .option('--once', 'stop it as soon as it is judged; the exit code is the verdict', false)
    .action(async (options: VerbOptions & ForkOptions) => {
      const source = lab(await systemIn(options.dataDir));
      await untilInterrupted({
        say,
        once: options.once,
        work: (telling) => fork(source, options, telling),
        print: (work) => print(options, 'Forking', work),
      });
    });
