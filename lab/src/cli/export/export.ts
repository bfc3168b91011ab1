// `lab export FILE`: the whole history as a file, as it was at one moment, with no effect without its cause.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { count } from '../../checker/verdict.ts';
import type { Lab } from '../../client/lab.ts';
import { removeTables } from '../../reader/follow/tables.ts';
import type { Source } from '../../reader/follow/lanes.ts';
import { historyLines } from '../../reader/history-file/save.ts';
import { spooled, UnreadableCommit } from '../../reader/history-file/spool.ts';
import { newLinesFile } from '../../reader/lines-file/new-lines-file.ts';
import { forgottenSagas } from '../../retention/forgotten-sagas.ts';
import type { Far } from '../how-far.ts';
import { keptIn } from '../kept.ts';
import type { Outcome } from '../outcome.ts';
import { pathTrouble } from '../path-trouble.ts';
import { upToNow } from '../up-to-now.ts';

/**
 * What was read stays beside the file if it is broken off, and is gone once the file is there.
 * @throws ExitError 1 if a commit cannot be read, 64 if there is none or the path is wrong, 69 if the disk takes nothing.
 */
export const exportHistory = async (
  source: Source & Pick<Lab, 'tombstones'>,
  path: string,
  far: Far,
): Promise<Outcome> => {
  const refuse = (error: unknown): never => pathTrouble(error, { path, done: 'written', command: 'export' });
  const file = await newLinesFile(path).catch(refuse);
  try {
    const forgotten = (await forgottenSagas(source)).size;
    const reading = `${path}.reading`;
    const spool = await keptIn(reading, () => spooled(source, reading, upToNow(far))).catch(
      (error: unknown) => explain(error, reading),
    );
    try {
      const { commits, lamport } = spool.size();
      if (commits === 0)
        throw new ExitError(exitCodes.usage, 'Nothing has happened yet: the histories are empty.');
      let written = 0;
      const lines = historyLines(spool.recorded(), { exportedAt: new Date(), forgotten }, () => {
        written += 1;
        far(`${written} of ${commits} commits written`, written / commits);
      });
      await file.write(lines).catch(refuse);
      return outcomeOf(path, { lamport, commits, forgotten });
    } finally {
      spool.close();
      removeTables(reading);
    }
  } finally {
    await file.close();
  }
};

const explain = (error: unknown, reading: string): never => {
  if (!(error instanceof UnreadableCommit)) throw error;
  removeTables(reading);
  throw new ExitError(exitCodes.violated, `Not exported: ${error.message} Judge all: npm run lab -- check`);
};

const outcomeOf = (
  path: string,
  { lamport, commits, forgotten }: { lamport: number; commits: number; forgotten: number },
): Outcome => ({
  data: { file: path, lamport, commits, forgotten },
  lines: (paint) => [
    `${paint('ok', '(/)')} ${count(commits, 'commit')}, up to Lamport value ${lamport}, in ${path}`,
    forgotten === 0
      ? `    To begin a lab with it: npm run lab -- import ${path} --into PATH`
      : `    ${count(forgotten, 'saga')} had been forgotten before: it is a part, and no lab can begin with it.`,
  ],
  exitCode: exitCodes.holds,
});
