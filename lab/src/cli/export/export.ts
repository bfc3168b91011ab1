// `lab export FILE`: the whole history as a file, as it was at one moment, with no effect without its cause.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { historyOf } from '../../checker/history.ts';
import type { History } from '../../checker/history.ts';
import { count } from '../../checker/verdict.ts';
import type { Lab } from '../../client/lab.ts';
import { historyLines } from '../../reader/history-file/save.ts';
import { newLinesFile } from '../../reader/lines-file/new-lines-file.ts';
import { byLamport, cutAt } from '../../time-travel/cut.ts';
import { lamportOf } from '../../time-travel/steps.ts';
import type { Far } from '../how-far.ts';
import type { Outcome } from '../outcome.ts';
import { pathTrouble } from '../path-trouble.ts';

/** @throws ExitError 1 if a commit cannot be read, 64 if there is none or the path is wrong, 69 if the disk takes nothing. */
export const exportHistory = async (source: Lab, path: string, far: Far): Promise<Outcome> => {
  const refuse = (error: unknown): never => pathTrouble(error, { path, done: 'written', command: 'export' });
  const file = await newLinesFile(path).catch(refuse);
  try {
    const history = await momentOf(source, far);
    const recorded = byLamport(history);
    let written = 0;
    const lines = historyLines(recorded, new Date(), () => {
      written += 1;
      far(`${written} of ${recorded.length} commits written`, written / recorded.length);
    });
    await file.write(lines).catch(refuse);
    return outcomeOf(path, { lamport: lamportOf({ history }), commits: recorded.length });
  } finally {
    await file.close();
  }
};

/**
 * As it was when all of it had been read once: it is read once more, so that nothing is missing that was committed while others
 * were read, and what came later is left out.
 */
const momentOf = async (source: Lab, far: Far): Promise<History> => {
  const read = async (time: string) => {
    far(`reading the histories, ${time} time`);
    return historyOf(await source.commits());
  };
  const lamport = lamportOf({ history: await read('first') });
  const whole = await read('second');
  const [unreadable] = whole.unreadable;
  if (unreadable !== undefined)
    throw new ExitError(exitCodes.violated, `Not exported: ${unreadable} Judge all: npm run lab -- check`);
  if (whole.all.length === 0)
    throw new ExitError(exitCodes.usage, 'Nothing has happened yet: the histories are empty.');
  return cutAt(whole, { lamport }).history;
};

const outcomeOf = (path: string, { lamport, commits }: { lamport: number; commits: number }): Outcome => ({
  data: { file: path, lamport, commits },
  lines: (paint) => [
    `${paint('ok', '(/)')} ${count(commits, 'commit')}, up to Lamport value ${lamport}, in ${path}`,
    `    To begin a lab with it: npm run lab -- import ${path} --into PATH`,
  ],
  exitCode: exitCodes.holds,
});
