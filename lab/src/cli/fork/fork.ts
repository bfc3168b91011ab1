// `npm run lab -- fork`: a second system whose history ends at a moment of the first one's.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { EngineName } from '@saga-lab/launcher/system/state-file';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import { holds } from '../../checker/verdict.ts';
import type { Lab } from '../../client/lab.ts';
import { cutAt, saidMoment } from '../../time-travel/cut.ts';
import type { Cut } from '../../time-travel/cut.ts';
import { forkOf } from '../../time-travel/fork.ts';
import { armedTimers, messagesInFlight } from '../../time-travel/in-flight.ts';
import { instantOf, lamportOf } from '../../time-travel/steps.ts';
import { ALL, chosen, subjectOf } from '../at/subject.ts';
import { typedMoment } from '../moment.ts';
import type { Outcome } from '../outcome.ts';
import { exitCodeOf } from '../exit-code.ts';
import type { Telling } from '../started/until-interrupted.ts';
import { startedWithHistory } from '../started/with-history.ts';
import { endsOf } from './ends.ts';
import { linesOf } from './lines.ts';
import type { Forked } from './lines.ts';

export interface ForkOptions {
  readonly at: string;
  /** Its own data directory; by default one that is named by the moment. */
  readonly into?: string;
  readonly engine: EngineName;
  /** Longest wait for the sagas that were on their way, s. */
  readonly wait: number;
  readonly once: boolean;
}

/**
 * Reads `source`, and changes nothing there. Resolves when the sagas that were on their way have ended in the fork, which goes on.
 * @throws ExitError 64 for a moment that there is not, 78 for a data directory that is in use or keeps something already.
 */
export const fork = async (source: Lab, options: ForkOptions, telling: Telling): Promise<Outcome> => {
  const subject = await subjectOf(source, ALL);
  const cut = cutAt(subject.history, chosen(subject, typedMoment(options.at, Date.now())));
  const dataDir = freshFolder(options.into ?? folderFor(cut));
  const { engine, wait } = options;
  const history = forkOf(cut, Date.now());
  const { system, here, audit } = await startedWithHistory({ engine, dataDir, history, wait }, telling);
  const forked: Forked = {
    moment: saidMoment(cut.moment),
    lamport: lamportOf(cut),
    at: instantOf(cut),
    commits: cut.history.all.length,
    ofCommits: cut.whole.all.length,
    inFlight: messagesInFlight(cut).length,
    timers: armedTimers(cut).length,
    engine,
    dataDir,
    staysUp: !options.once,
    urls: system.urls(),
    sagas: await endsOf(cut, here),
    audit,
  };
  return {
    data: { ...forked, holds: holds(audit.verdicts) },
    lines: (paint) => linesOf(forked, paint),
    exitCode: exitCodeOf(audit.verdicts),
  };
};

const folderFor = (cut: Cut): string => join(defaultDataDir, 'forks', `at-${lamportOf(cut)}-${process.pid}`);

const freshFolder = (dataDir: string): string => {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return dataDir;
  throw new ExitError(
    exitCodes.configuration,
    `${dataDir} keeps something already, and a fork begins in a folder of its own. Name one that is not there: --into PATH`,
  );
};
