// `npm run lab -- forget`, with its options.
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { lab } from '../../client/lab.ts';
import { withBar } from '../how-far.ts';
import { systemIn } from '../system-in.ts';
import { pathAsTyped, verb } from '../verb.ts';
import type { Print, VerbOptions } from '../verb.ts';
import { forget } from './forget.ts';
import type { ForgetOptions } from './forget.ts';

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90d`, in milliseconds. */
export const ageAsTyped = (text: string): number => {
  const [, amount, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (amount === undefined)
    throw new InvalidArgumentError('It must be an age, such as 90d, 12h, 30m or 20s.');
  return Number(amount) * (units[unit] ?? 0);
};

export const forgetVerb = (print: Print): Command =>
  verb(
    'forget',
    'deletes for good what happened to sagas that ended long ago, once it is exported',
    'forget --older-than 90d --export history-until-june.jsonl',
  )
    .requiredOption('--older-than <age>', 'how long ago they ended at least: 90d, 12h, 30m, 20s', ageAsTyped)
    .requiredOption('--export <file>', 'where the whole history is written first', pathAsTyped)
    .option('--dry-run', 'only say how many there are', false)
    .action((options: VerbOptions & ForgetOptions) =>
      print(
        options,
        'Forgetting',
        withBar(async (far) => forget(lab(await systemIn(options.dataDir)), options, far)),
      ),
    );
