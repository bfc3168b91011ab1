// `lab snapshots` on the command line.
import type { Command } from 'commander';
import { on } from '../on-system.ts';
import { verb } from '../verb.ts';
import type { Print, VerbOptions } from '../verb.ts';
import { dropSnapshots, listSnapshots } from './snapshots.ts';

export const snapshotsVerb = (print: Print): Command =>
  verb('snapshots', 'folded states of long streams, kept to load them faster', 'snapshots')
    .action((options: VerbOptions) => print(options, 'Asking the services', on(options, listSnapshots)))
    .addCommand(
      verb('drop', 'throws all of them away; each is made again when it is needed', 'snapshots drop').action(
        (_: VerbOptions, command: Command) => {
          const options = command.optsWithGlobals<VerbOptions>();
          return print(options, 'Asking the services', on(options, dropSnapshots));
        },
      ),
    );
