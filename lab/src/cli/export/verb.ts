// `npm run lab -- export FILE`.
import type { Command } from 'commander';
import { lab } from '../../client/lab.ts';
import { withBar } from '../how-far.ts';
import { systemIn } from '../system-in.ts';
import { pathAsTyped, verb } from '../verb.ts';
import type { Print, VerbOptions } from '../verb.ts';
import { exportHistory } from './export.ts';

export const exportVerb = (print: Print): Command =>
  verb('export', 'the whole history of the running system as a file', 'export history.jsonl')
    .argument('<file>', 'where it is written; a file that is there is replaced', pathAsTyped)
    .action((file: string, options: VerbOptions) =>
      print(
        options,
        'Exporting',
        withBar(async (far) => exportHistory(lab(await systemIn(options.dataDir)), file, far)),
      ),
    );
