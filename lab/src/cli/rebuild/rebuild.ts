// `lab rebuild SERVICE [MODEL]`: makes read models anew, beside the live ones, and shows where these were wrong.
import type {
  DifferenceDto,
  ReadModelDto,
  ReadModelsDto,
  RebuildDto,
} from '@saga-lab/contracts/dtos/operation';
import type { ServiceName } from '@saga-lab/contracts/services';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { Lab } from '../../client/lab.ts';
import { refusalOf } from '../../client/request.ts';
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';
import type { Outcome } from '../outcome.ts';

export interface Options {
  /** Longest wait for one read model, ms. */
  readonly withinMs?: number;
}

type Rebuild = Exclude<RebuildDto, { status: 'RUNNING' }>;

interface Made {
  readonly model: string;
  readonly rebuild: Rebuild;
}

const AN_HOUR = 3_600_000;
const LOOK_EVERY_MS = 250;

/** Exit code 1 if one of them was wrong or could not be made anew. @throws ExitError 64 if there is no such read model; 1 if one is being made anew already */
export const rebuild = async (
  lab: Lab,
  service: ServiceName,
  model: string | undefined,
  { withinMs = AN_HOUR }: Options = {},
): Promise<Outcome> => {
  const known = await readModelsOf(lab, service);
  const chosen = known.filter((each) => model === undefined || each.model === model);
  if (chosen.length === 0)
    throw new ExitError(
      exitCodes.usage,
      `${service} has no read model ${model ?? ''}, only ${known.map((each) => each.model).join(', ')}. Choose one of them.`,
    );
  const made: Made[] = [];
  for (const each of chosen) made.push(await madeAnew(lab, service, each.model, withinMs));
  return {
    data: { service, models: made.map((each) => ({ model: each.model, ...each.rebuild })) },
    lines: (paint) => linesOf(made, paint),
    exitCode: made.every(isRight) ? exitCodes.holds : exitCodes.violated,
  };
};

const readModelsOf = async (lab: Lab, service: ServiceName): Promise<readonly ReadModelDto[]> => {
  const answer = await lab.ask(service, { method: 'get', path: '/read-models' });
  if (answer.status === 200) return (answer.body as ReadModelsDto).items;
  throw new ExitError(
    exitCodes.missing,
    `${service}: ${refusalOf(answer).detail} See: npm run lab -- status`,
  );
};

const madeAnew = async (lab: Lab, service: ServiceName, model: string, timeoutMs: number): Promise<Made> => {
  const answer = await lab.ask(service, { method: 'post', path: `/read-models/${model}/rebuild` });
  if (answer.status !== 202)
    throw new ExitError(
      exitCodes.violated,
      `${refusalOf(answer).detail} Wait until that is done, then try again.`,
    );
  const look = async (): Promise<Rebuild> => {
    const now = (await readModelsOf(lab, service)).find((each) => each.model === model)?.rebuild;
    if (now && now.status !== 'RUNNING') return now;
    throw new ExitError(
      exitCodes.unknown,
      `${model} is still being made anew. It goes on; see GET /read-models of ${service}.`,
    );
  };
  return { model, rebuild: await eventually(look, { timeoutMs, everyMs: LOOK_EVERY_MS }) };
};

const isRight = ({ rebuild }: Made): boolean => rebuild.status === 'DONE' && rebuild.different === 0;

const linesOf = (made: readonly Made[], paint: Paint): readonly string[] => [
  ...table(
    ['read model', 'documents', 'events', 'events/s', 'against the live one'],
    made.map(({ model, rebuild }) => [
      model,
      rebuild.status === 'DONE' ? rebuild.documents : '?',
      rebuild.events,
      Math.round((rebuild.events * 1_000) / Math.max(rebuild.ms, 1)),
      verdictOf(rebuild, paint),
    ]),
  ),
  ...made.flatMap(({ model, rebuild }) =>
    rebuild.status === 'DONE' ? rebuild.differences.map((one) => differenceLine(model, one)) : [],
  ),
];

const verdictOf = (rebuild: Rebuild, paint: Paint): string => {
  if (rebuild.status === 'FAILED') return `${paint('fail', '(x)')} left as it was: ${rebuild.error}`;
  return rebuild.different === 0
    ? `${paint('ok', '(/)')} equal byte for byte`
    : `${paint('fail', '(x)')} ${rebuild.different} documents were wrong, and are right now`;
};

const differenceLine = (model: string, { document, field, live, rebuilt }: DifferenceDto): string => {
  if (live === undefined) return `    ${model} ${document} was missing: ${rebuilt ?? ''}`;
  if (field === undefined) return `    ${model} ${document} is nothing that ever happened: ${live}`;
  return `    ${model} ${document}: ${field} was ${live}, and is ${rebuilt ?? 'not there'}`;
};
