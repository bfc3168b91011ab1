// `npm run sim -- --keep FILE "sentence"`: a schedule becomes a regression test.
import { join, relative } from 'node:path';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { runOf } from '../../simulator/red.ts';
import type { Finding } from '../finding.ts';
import { findingLines } from '../finding.ts';
import type { Outcome } from '../outcome.ts';
import type { KeepCommand } from './command.ts';
import { twinOf } from './replay.ts';
import type { ReplayParts } from './replay.ts';
import { optionsOf } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { readSchedule, writeSchedule } from './schedule-file.ts';
import { slug } from './slug.ts';

/** Says, too, whether it is still red. @throws ExitError as `readSchedule` does, 69 if it cannot be written. */
export const keep = async (
  { file, sentence }: KeepCommand,
  { simulate, twinNamed, folder }: Pick<ReplayParts, 'simulate' | 'twinNamed'> & { readonly folder: string },
): Promise<Outcome> => {
  const { format, version, ...schedule } = readSchedule(file);
  const kept: Schedule = { format, version, wrong: sentence, ...schedule };
  const twin = twinOf(kept, file, twinNamed);
  const { reds } = await runOf(simulate, optionsOf(kept, twin));
  const path = join(folder, nameOf(kept));
  writeSchedule(path, kept);
  const findings = findingsOf(kept, relative('.', path), reds.length > 0);
  return {
    data: { file: path, red: reds },
    lines: (paint) => findingLines(findings, paint),
    exitCode: exitCodes.holds,
  };
};

/** Those with a planted bug have a folder of their own: with it they must be red, without it green. */
const nameOf = ({ twin, invariant, seed }: Schedule): string =>
  twin === undefined ? `${slug(invariant)}-${seed}.json` : join('twins', `${slug(twin)}.json`);

const findingsOf = ({ twin }: Schedule, path: string, isRed: boolean): readonly Finding[] => [
  { state: 'holds', sentence: `Kept as ${path}`, next: 'npm run test:unit' },
  ...(isRed && twin === undefined
    ? [{ state: 'open' as const, sentence: 'It is still red, and so is its test until the fault is mended' }]
    : []),
];
