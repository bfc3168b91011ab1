// `lab dead-letters`: what could not be handled, what is in it, and handling it again.
import type { DeadLetterDto } from '@saga-lab/contracts/dtos/operation';
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Lab } from '../../client/lab.ts';
import { refusalOf } from '../../client/request.ts';
import { table } from '../../show/table.ts';
import type { Outcome } from '../outcome.ts';

type Found = DeadLetterDto & { readonly service: ServiceName };

/** Of all services. */
export const listDeadLetters = async (lab: Lab): Promise<Outcome> => {
  const letters = (await Promise.all(serviceNames.map((service) => deadLettersOf(lab, service)))).flat();
  return {
    data: { deadLetters: letters },
    lines: () => (letters.length === 0 ? ['There are no dead letters.'] : listLines(letters)),
    exitCode: exitCodes.holds,
  };
};

const deadLettersOf = async (lab: Lab, service: ServiceName): Promise<readonly Found[]> =>
  (await lab.deadLetters(service)).map((letter) => ({ service, ...letter }));

const listLines = (letters: readonly Found[]): readonly string[] => [
  ...table(
    ['service', 'dead letter', 'came', 'replayed', 'reason'],
    letters.map(({ service, _id, count, replays = [], reason }) => [
      service,
      _id,
      count,
      replays.length,
      reason,
    ]),
  ),
  '',
  'What is in one:       npm run lab -- dead-letters show ID',
  'To handle it again:   npm run lab -- dead-letters replay ID',
];

/** @throws ExitError 64 if no service has it. */
export const showDeadLetter = async (lab: Lab, id: string): Promise<Outcome> => {
  const letter = await find(lab, id);
  const { body, replays = [] } = letter;
  return {
    data: letter,
    lines: (paint) => [
      paint('heading', `Dead letter ${letter._id} of ${letter.service}`),
      `  reason    ${letter.reason}`,
      `  queue     ${letter.queue}`,
      `  message   ${letter.messageId ?? 'without a readable id'}`,
      `  came      ${letter.count} x`,
      `  content   ${letter.size} bytes, in ${letter.encoding}`,
      ...replays.map(({ at, by }) => `  replayed  ${new Date(at).toISOString()} by ${by}`),
      '',
      body,
    ],
    exitCode: exitCodes.holds,
  };
};

/** Exit code 1 if it still cannot be handled. @throws ExitError 64 if no service has it. */
export const replayDeadLetter = async (lab: Lab, id: string, operator: string): Promise<Outcome> => {
  const { service } = await find(lab, id);
  const answer = await lab.ask(service, {
    method: 'post',
    path: `/dead-letters/${encodeURIComponent(id)}/replay`,
    headers: { 'x-operator': operator },
  });
  if (answer.status === 200)
    return {
      data: answer.body as DeadLetterDto,
      lines: (paint) => [`${paint('ok', '(/)')} ${service} has handled dead letter ${id}`],
      exitCode: exitCodes.holds,
    };
  const { code, detail, reason } = refusalOf(answer);
  return {
    data: { refused: code, detail, reason },
    lines: (paint) => [
      `${paint('fail', '(x)')} ${detail} (${code})`,
      ...(reason === undefined ? [] : [`    ${reason}`]),
    ],
    exitCode: exitCodes.violated,
  };
};

const find = async (lab: Lab, id: string): Promise<Found> => {
  const found = await Promise.all(
    serviceNames.map(async (service) => {
      const letter = await lab.findDeadLetter(service, id);
      return letter ? [{ service, ...letter }] : [];
    }),
  );
  const [letter] = found.flat();
  if (letter) return letter;
  throw new ExitError(
    exitCodes.usage,
    `No service has a dead letter ${id}. See all: npm run lab -- dead-letters`,
  );
};
