// `lab import FILE`: a system of its own that begins with a history that was exported, and is judged.
import { existsSync, readdirSync } from 'node:fs';
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { EngineName } from '@saga-lab/launcher/system/state-file';
import type { Recorded } from '../../checker/history.ts';
import { count, holds } from '../../checker/verdict.ts';
import { recordedIn, wholeHistory } from '../../reader/history-file/load.ts';
import type { WholeHistory } from '../../reader/history-file/load.ts';
import { LinesFileError } from '../../reader/lines-file/lines-file-error.ts';
import { importedFrom } from '../../time-travel/imported.ts';
import { auditLines } from '../check/show.ts';
import type { Outcome } from '../outcome.ts';
import { pathTrouble } from '../path-trouble.ts';
import { exitCodeOf } from '../exit-code.ts';
import type { Telling } from '../started/until-interrupted.ts';
import { startedWithHistory } from '../started/with-history.ts';
import { nowAndThen } from './now-and-then.ts';

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
 * Nothing is started or written unless the file is whole. However long it is, little of it is held in memory.
 * @throws ExitError 2 for a file that is not, 64 for a wrong path, 78 for a data directory or databases that keep something else.
 */
export const importHistory = async (
  path: string,
  options: ImportOptions,
  telling: Telling,
): Promise<Outcome> => {
  const whole = await tried(path, telling);
  telling.say(`${path} is whole: ${count(whole.commits, 'commit')}.`);
  demandFresh(options);
  const { engine, into, resume, wait } = options;
  const begun = await importedFrom({ recorded: () => recordedIn(path), open: whole.open }, Date.now());
  const history = ofEveryService((name) => historyOf(name, { path, begun, telling }));
  const beginning = { engine, dataDir: into, history, wait };
  const { system, audit } = await startedWithHistory({ ...beginning, resumeHistory: resume }, telling);
  const imported = { file: path, commits: whole.commits, engine, dataDir: into };
  return {
    data: { ...imported, urls: system.urls(), audit, holds: holds(audit.verdicts) },
    lines: (paint) => [
      paint('heading', `${count(whole.commits, 'commit')} imported from ${path}`),
      `  ${engine} engine, in ${into}`,
      '',
      ...auditLines(audit, paint),
      ...(options.once ? [] : ['', 'It stays up until Ctrl-C.']),
    ],
    exitCode: exitCodeOf(audit.verdicts),
  };
};

const tried = async (path: string, { say }: Telling): Promise<WholeHistory> => {
  const tell = nowAndThen(say, (n) => `Trying ${path}: ${count(n, 'commit')} are right so far.`);
  return wholeHistory(path, tell).catch((error: unknown) => {
    if (!(error instanceof LinesFileError))
      return pathTrouble(error, { path, done: 'read', command: 'import' });
    throw new ExitError(
      exitCodes.unknown,
      `Nothing was imported: ${path}, ${error.message}. A new one: npm run lab -- export ${path}`,
    );
  });
};

interface Beginning {
  readonly path: string;
  readonly begun: (recorded: Recorded) => Commit;
  readonly telling: Telling;
}

/** Of one service, read from the file while its database is filled. */
const historyOf = (
  name: ServiceName,
  { path, begun, telling: { say } }: Beginning,
): AsyncIterable<Commit> => ({
  async *[Symbol.asyncIterator]() {
    say(`Filling the database of ${name} ...`);
    const tell = nowAndThen(say, (n) => `Filling the database of ${name}: ${count(n, 'commit')} so far.`);
    for await (const recorded of recordedIn(path)) {
      if (recorded.service !== name) continue;
      yield begun(recorded);
      tell();
    }
  },
});

const demandFresh = ({ into, resume }: ImportOptions): void => {
  if (resume || !existsSync(into) || readdirSync(into).length === 0) return;
  throw new ExitError(
    exitCodes.configuration,
    `${into} keeps something already, and a history is put into a folder of its own. Name one that is not there: --into PATH; or, if an import of this file was broken off there, go on with it: --resume`,
  );
};
