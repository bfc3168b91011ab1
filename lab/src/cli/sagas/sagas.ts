// `lab sagas` and `lab parked`: which sagas there are, and which wait for a person.
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import type { SagaStatus } from '@saga-lab/contracts/saga';
import { count } from '../../checker/verdict.ts';
import type { Lab } from '../../client/lab.ts';
import { table } from '../../show/table.ts';
import type { Outcome } from '../outcome.ts';
import { age } from '../status/age.ts';

export interface SagasOptions {
  readonly status?: SagaStatus;
  /** Most to show, the newest. */
  readonly limit: number;
}

/** The newest first. */
export const sagas = async (lab: Lab, { status, limit }: SagasOptions): Promise<Outcome> => {
  const [all, others] = await Promise.all([
    status ? lab.sagasThatAre(status) : lab.allSagas(),
    openUnderOthers(lab),
  ]);
  const newest = [...all].sort(byStart).slice(0, limit);
  const now = new Date().toISOString();
  return {
    data: { total: all.length, sagas: newest, openUnderOtherProtocols: others },
    lines: () => [
      ...sagaTable(newest, now),
      '',
      countOf(all.length, newest.length, status),
      ...(others > 0
        ? [
            `Not among them: ${count(others, 'order')} of other protocols, open or parked (npm run lab -- status)`,
          ]
        : []),
    ],
    exitCode: exitCodes.holds,
  };
};

/** Orders that no saga decides about and that have not ended. */
const openUnderOthers = async (lab: Lab): Promise<number> => {
  const [open, parked] = await Promise.all([
    lab.transactionsThatAre('OPEN'),
    lab.transactionsThatAre('PARKED'),
  ]);
  return open.length + parked.length;
};

const byStart = (a: SagaDto, b: SagaDto): number => (a.startedAt < b.startedAt ? 1 : -1);

const sagaTable = (sagas: readonly SagaDto[], now: string): readonly string[] =>
  table(
    ['saga', 'status', 'step', 'started', 'reason'],
    sagas.map(({ sagaId, status, step = '-', startedAt, error, reason = '-' }) => [
      sagaId,
      status,
      step,
      `${age(startedAt, now)} ago`,
      error ?? reason,
    ]),
  );

const countOf = (total: number, shown: number, status: SagaStatus | undefined): string => {
  const all = `${count(total, 'saga')}${status === undefined ? '' : ` ${status}`}`;
  return shown < total ? `${all}; the newest ${shown} are shown (--limit)` : all;
};

/** The newest first, with what to type next. */
export const parked = async (lab: Lab): Promise<Outcome> => {
  const waiting = [...(await lab.sagasThatAre('PARKED'))].sort(byStart);
  const now = new Date().toISOString();
  return {
    data: { parked: waiting },
    lines: () =>
      waiting.length === 0 ? ['No saga is parked.'] : [...sagaTable(waiting, now), '', ...nextFor(waiting)],
    exitCode: exitCodes.holds,
  };
};

const nextFor = ([first]: readonly SagaDto[]): readonly string[] => [
  `See why:          npm run lab -- saga ${first?.sagaId ?? ''}`,
  'What to do then:  docs/operations.md#a-parked-saga',
];
