// A saga's table is checked before anything starts: a wrong one would leave money or stock behind.
import { PermanentError } from '@saga-lab/platform/decider/errors';
import type { Kind, SagaDefinition, Step } from './table.ts';

type Complaint = string | undefined;
type Definition = Pick<SagaDefinition<never>, 'name' | 'steps' | 'commandData'>;

/** @throws PermanentError, code SAGA_TABLE, that names every row that is wrong, and what is wrong with it. */
export const validate = ({ name, steps, commandData }: Definition): void => {
  const complaints = steps.flatMap((row, place) =>
    [
      outOfOrder(steps, place),
      compensationOf(row),
      refusalOf(row),
      usedTwice(steps, place),
      withoutData(row, place, commandData),
      heldForEver(row, steps.slice(place + 1)),
    ].flatMap((complaint) => (complaint === undefined ? [] : [`row ${place} (${row.step}) ${complaint}`])),
  );
  if (steps.length === 0) complaints.push('it has no rows');
  if (complaints.length > 0)
    throw new PermanentError(
      'SAGA_TABLE',
      `the table of the saga ${name} is wrong: ${complaints.join('; ')}`,
    );
};

const ORDER: Readonly<Record<Kind, number>> = { compensatable: 0, pivot: 1, retriable: 2 };

const outOfOrder = (steps: readonly Step[], place: number): Complaint => {
  const row = steps[place];
  const before = steps[place - 1];
  if (!row || !before) return undefined;
  if (row.kind === 'pivot' && before.kind === 'pivot') return 'is a second pivot';
  return ORDER[row.kind] < ORDER[before.kind]
    ? `is ${row.kind} but comes after ${before.step}, which is ${before.kind}`
    : undefined;
};

const compensationOf = ({ kind, compensation, compensated }: Step): Complaint => {
  if (kind !== 'compensatable')
    return (compensation ?? compensated) ? `is ${kind} and must not have a compensation` : undefined;
  if (compensation === undefined) return 'is compensatable but has no compensation';
  return compensated === undefined ? 'has a compensation but no reply to it (compensated)' : undefined;
};

const refusalOf = ({ kind, refused }: Step): Complaint =>
  kind === 'retriable' && refused !== undefined ? 'is retriable and must not be refused' : undefined;

const namesIn = ({ step, command, succeeded, refused, compensation, compensated }: Step): string[] =>
  [step, command, succeeded, refused, compensation, compensated].filter((name) => name !== undefined);

const usedTwice = (steps: readonly Step[], place: number): Complaint => {
  const [row, earlier] = [steps.slice(place, place + 1), steps.slice(0, place)].map((rows) =>
    rows.flatMap(namesIn),
  );
  const twice = row?.find((name, n) => row.indexOf(name) < n || earlier?.includes(name));
  return twice === undefined ? undefined : `uses ${twice}, which is used already`;
};

const heldForEver = ({ heldUntil }: Step, later: readonly Step[]): Complaint =>
  heldUntil === undefined || later.some(({ step }) => step === heldUntil)
    ? undefined
    : `is held until ${heldUntil}, which is no later step`;

/** The command of the first row is sent by whoever starts the saga. */
const withoutData = (
  { command, compensation }: Step,
  place: number,
  commandData: Definition['commandData'],
): Complaint => {
  const sent = [place === 0 ? undefined : command, compensation];
  const missing = sent.find((name) => name !== undefined && !Object.hasOwn(commandData, name));
  return missing === undefined ? undefined : `sends ${missing}, but \`commandData\` has no entry for it`;
};
