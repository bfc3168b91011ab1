// `npm run lab -- fork`, with its options; it ends with the fork that it started.
import { Option } from 'commander';
import type { Command } from 'commander';
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import type { System } from '@saga-lab/launcher/system/system';
import { lab } from '../../client/lab.ts';
import { momentForms } from '../moment.ts';
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
      const live: { system?: System } = {};
      let isUp = false;
      endOnSignals({
        stop: async (how) => live.system?.stop(how),
        exitCode: () => (isUp ? exitCodes.holds : exitCodes.interrupted),
        say,
      });
      const source = lab(await systemIn(options.dataDir));
      const started = (system: System): void => {
        live.system = system;
      };
      const forking = fork(source, options, { say, started });
      try {
        await print(options, 'Forking', forking);
      } finally {
        isUp = !options.once && (await forking.then(succeeded, failed));
        if (!isUp) await live.system?.stop();
      }
    });

const succeeded = (): boolean => true;
const failed = (): boolean => false;
