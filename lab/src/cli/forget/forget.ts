// `lab forget`: what ended long ago is exported, and then forgotten by the services, for good.
import type { ForgottenDto } from '@saga-lab/contracts/dtos/operation';
import type { ServiceName } from '@saga-lab/contracts/services';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { historyOf } from '../../checker/history.ts';
import { count } from '../../checker/verdict.ts';
import type { Lab } from '../../client/lab.ts';
import { Refused, refusalOf } from '../../client/request.ts';
import { forgetful, forgettable } from '../../retention/forgettable.ts';
import { exportHistory } from '../export/export.ts';
import type { Far } from '../how-far.ts';
import type { Outcome } from '../outcome.ts';

export interface ForgetOptions {
  /** Milliseconds. */
  readonly olderThan: number;
  readonly export: string;
  /** Only says how many there are. */
  readonly dryRun: boolean;
}

type Answer = ForgottenDto['items'][number];

interface Done {
  readonly service: ServiceName;
  readonly answers: readonly Answer[];
}

/** In one request. */
const MOST = 100;

/** Exit code 1 if a service keeps any of them. @throws ExitError 78 without a retention, and as `exportHistory` does. */
export const forget = async (
  lab: Lab,
  { olderThan, export: path, dryRun }: ForgetOptions,
  far: Far,
): Promise<Outcome> => {
  far('reading the histories');
  const until = Date.now() - olderThan;
  const sagas = forgettable(historyOf(await lab.commits()), until);
  if (sagas.length === 0 || dryRun) return onlySaid(sagas, until);
  await exportHistory(lab, path, far);
  const done: Done[] = [];
  for (let n = 0; n < sagas.length; n += MOST) {
    done.push(...(await forgetSome(lab, sagas.slice(n, n + MOST))));
    far(`${Math.min(n + MOST, sagas.length)} of ${sagas.length} sagas`, n / sagas.length);
  }
  return outcomeOf(sagas, done, path);
};

/** One service after the other: what one of them keeps, the next is not asked about. */
const forgetSome = async (lab: Lab, sagas: readonly string[]): Promise<readonly Done[]> => {
  const done: Done[] = [];
  let asked = sagas;
  for (const service of forgetful) {
    if (asked.length === 0) break;
    const answers = await lab.forget(service, asked).catch(withoutRetention);
    done.push({ service, answers });
    asked = answers.filter(({ status }) => status === 'FORGOTTEN').map(({ correlationId }) => correlationId);
  }
  return done;
};

const withoutRetention = (error: unknown): never => {
  if (!(error instanceof Refused) || refusalOf(error.answer).code !== 'NO_RETENTION') throw error;
  throw new ExitError(
    exitCodes.configuration,
    'Nothing is forgotten: the services were started without RETENTION_MS (docs/retention.md).',
  );
};

const iso = (instant: number): string => new Date(instant).toISOString();

const onlySaid = (sagas: readonly string[], until: number): Outcome => ({
  data: { sagas: sagas.length, forgotten: 0, until: iso(until) },
  lines: () => [
    sagas.length === 0
      ? `Nothing that ended before ${iso(until)} is still there.`
      : `${count(sagas.length, 'saga')} ended before ${iso(until)}, and would be forgotten.`,
  ],
  exitCode: exitCodes.holds,
});

const outcomeOf = (sagas: readonly string[], done: readonly Done[], path: string): Outcome => {
  const answers = done.flatMap((one) => one.answers);
  const commits = answers.reduce((sum, one) => sum + (one.status === 'FORGOTTEN' ? one.commits : 0), 0);
  const kept = done.flatMap(({ service, answers: each }) =>
    each.flatMap((one) =>
      one.status === 'KEPT' ? [{ service, saga: one.correlationId, why: one.why }] : [],
    ),
  );
  const forgotten = sagas.length - new Set(kept.map(({ saga }) => saga)).size;
  return {
    data: { sagas: sagas.length, forgotten, commits, kept, file: path },
    lines: (paint) => [
      `${paint('ok', '(/)')} ${count(forgotten, 'saga')} forgotten, with ${count(commits, 'commit')}; all that had happened is in ${path}`,
      ...kept
        .slice(0, 5)
        .map(({ service, saga, why }) => `${paint('fail', '(x)')} ${service} keeps ${saga}: ${why}`),
      ...(kept.length > 5 ? [`    and ${kept.length - 5} more (--json)`] : []),
    ],
    exitCode: kept.length === 0 ? exitCodes.holds : exitCodes.violated,
  };
};
