// `lab import FILE`: a system of its own that begins with a history that was exported, and is judged.
import { existsSync, readdirSync } from 'node:fs';
import { ofEveryService } from '@saga-lab/contracts/services';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { EngineName } from '@saga-lab/launcher/system/state-file';
import { historyOf } from '../../checker/history.ts';
import type { History } from '../../checker/history.ts';
import { count, holds } from '../../checker/verdict.ts';
import { loadHistory } from '../../reader/history-file/load.ts';
import { LinesFileError } from '../../reader/lines-file/lines-file-error.ts';
import { importedFrom } from '../../time-travel/imported.ts';
import { auditLines } from '../check/show.ts';
import type { Outcome } from '../outcome.ts';
import { pathTrouble } from '../path-trouble.ts';
import { exitCodeOf } from '../exit-code.ts';
import type { Telling } from '../started/until-interrupted.ts';
import { startedWithHistory } from '../started/with-history.ts';

export interface ImportOptions {
  /** Its data directory. */
  readonly into: string;
  readonly engine: EngineName;
  /** Goes on where an import of the same file was broken off. */
  readonly resume: boolean;
  /** Longest wait for sagas that were on their way, s. */
  readonly wait: number;
  readonly once: boolean;
}

/**
 * Nothing is started or written unless the file is whole.
 * @throws ExitError 2 for a file that is not, 64 for a wrong path, 78 for a data directory or databases that keep something else.
 */
export const importHistory = async (
  path: string,
  options: ImportOptions,
  telling: Telling,
): Promise<Outcome> => {
  const history = await historyIn(path);
  telling.say(`${path} is whole: ${count(history.all.length, 'commit')}.`);
  demandFresh(options);
  const { engine, into, resume, wait } = options;
  const beginning = { engine, dataDir: into, history: importedFrom(history, Date.now()), wait };
  const { system, audit } = await startedWithHistory({ ...beginning, resumeHistory: resume }, telling);
  const imported = { file: path, commits: history.all.length, engine, dataDir: into };
  return {
    data: { ...imported, urls: system.urls(), audit, holds: holds(audit.verdicts) },
    lines: (paint) => [
      paint('heading', `${count(history.all.length, 'commit')} imported from ${path}`),
      `  ${engine} engine, in ${into}`,
      '',
      ...auditLines(audit, paint),
      ...(options.once ? [] : ['', 'It stays up until Ctrl-C.']),
    ],
    exitCode: exitCodeOf(audit.verdicts),
  };
};

const historyIn = async (path: string): Promise<History> => {
  const recorded = await loadHistory(path).catch((error: unknown) => {
    if (!(error instanceof LinesFileError))
      return pathTrouble(error, { path, done: 'read', command: 'import' });
    throw new ExitError(
      exitCodes.unknown,
      `Nothing was imported: ${path}, ${error.message}. A new one: npm run lab -- export ${path}`,
    );
  });
  return historyOf(
    ofEveryService((name) => recorded.filter(({ service }) => service === name).map(({ commit }) => commit)),
  );
};

const demandFresh = ({ into, resume }: ImportOptions): void => {
  if (resume || !existsSync(into) || readdirSync(into).length === 0) return;
  throw new ExitError(
    exitCodes.configuration,
    `${into} keeps something already, and a history is put into a folder of its own. Name one that is not there: --into PATH; or, if an import of this file was broken off there, go on with it: --resume`,
  );
};
