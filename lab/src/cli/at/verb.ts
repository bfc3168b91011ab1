// `npm run lab -- at`, with its arguments and options.
import type { Command } from 'commander';
import { lab } from '../../client/lab.ts';
import { withBar } from '../how-far.ts';
import { momentForms } from '../moment.ts';
import { on } from '../on-system.ts';
import { systemIn } from '../system-in.ts';
import { verb } from '../verb.ts';
import type { Output, VerbOptions } from '../verb.ts';
import { allInFull, at } from './at.ts';
import { rememberedIn } from './remembered.ts';
import { ALL } from './subject.ts';
import type { Remember } from './watched.ts';
import { stepInTerminal } from './step/verb.ts';

interface AtOptions extends VerbOptions {
  readonly step: boolean;
}

export const atVerb = ({ print }: Output): Command =>
  verb('at', 'one order, or the whole system, as it was at a moment of the past', 'at all -5m')
    .argument('<what>', 'the id of an order, or `all`')
    .argument('<moment>', `${momentForms}; of an order also its version (v4)`)
    .option('--step', 'go on from there with the arrow keys, in a terminal', false)
    // `-5m` is a moment, and no option
    .allowUnknownOption()
    .action(async (name: string, text: string, options: AtOptions) => {
      const { json, dataDir } = options;
      if (options.step) {
        const remember: Remember = (one) => withBar((far) => rememberedIn(dataDir, far)(one));
        await stepInTerminal(lab(await systemIn(dataDir)), { name, text }, { json, remember });
        return;
      }
      await print(
        options,
        'Reading the histories',
        withBar((far) =>
          on(options, (one) =>
            name === ALL && json ? allInFull(one, text) : at(one, name, text, rememberedIn(dataDir, far)),
          ),
        ),
      );
    });
