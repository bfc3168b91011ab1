// `lab retry|abort|resolve ID`: what a person may do to a saga; the history keeps who did it and why.
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Lab } from '../../client/lab.ts';
import { refusalOf } from '../../client/request.ts';
import type { Outcome } from '../outcome.ts';

export type Act = 'retry' | 'abort' | 'resolve';

export interface ActOptions {
  readonly operator: string;
  /** Not for `retry`. */
  readonly reason?: string;
}

/** Exit code 1 if the saga refuses it. @throws ExitError 64 if there is no such saga. */
export const act = async (lab: Lab, what: Act, id: string, options: ActOptions): Promise<Outcome> => {
  const { operator, reason } = options;
  const answer = await lab.ask('saga-orchestrator', {
    method: 'post',
    path: `/sagas/${encodeURIComponent(id)}/${what}`,
    headers: { 'x-operator': operator },
    ...(reason !== undefined && { body: { reason } }),
  });
  if (answer.status === 200) return done(what, answer.body as SagaDto);
  const { code, detail } = refusalOf(answer);
  if (answer.status === 404)
    throw new ExitError(exitCodes.usage, `There is no saga ${id}. See all: npm run lab -- sagas`);
  return {
    data: { refused: code, detail },
    lines: (paint) => [
      `${paint('fail', '(x)')} ${what} changes nothing: ${detail} (${code})`,
      ...seeLines(id),
    ],
    exitCode: exitCodes.violated,
  };
};

const done = (what: Act, saga: SagaDto): Outcome => ({
  data: saga,
  lines: (paint) => [
    `${paint('ok', '(/)')} ${said[what]} ${saga.sagaId}: it is ${saga.status} now`,
    ...seeLines(saga.sagaId),
  ],
  exitCode: exitCodes.holds,
});

const said: Readonly<Record<Act, string>> = {
  retry: 'The open command is sent again, of saga',
  abort: 'Everything is being undone, of saga',
  resolve: 'The open step counts as done, of saga',
};

const seeLines = (id: string): readonly string[] => [`    -> npm run lab -- saga ${id}`];
