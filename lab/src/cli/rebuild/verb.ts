// `lab rebuild` on the command line.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { Argument } from 'commander';
import type { Command } from 'commander';
import { lab } from '../../client/lab.ts';
import { systemIn } from '../system-in.ts';
import { verb } from '../verb.ts';
import type { Print, VerbOptions } from '../verb.ts';
import { rebuild } from './rebuild.ts';

export const rebuildVerb = (print: Print): Command =>
  verb(
    'rebuild',
    'makes read models anew from the history, beside the live ones, and shows where these were wrong',
    'rebuild order-service orders',
  )
    .addArgument(new Argument('<service>', 'whose').choices(serviceNames))
    .argument('[model]', 'only this one')
    .action((service: ServiceName, model: string | undefined, options: VerbOptions) => {
      const work = async () => rebuild(lab(await systemIn(options.dataDir)), service, model);
      return print(options, 'Reading the history', work());
    });
