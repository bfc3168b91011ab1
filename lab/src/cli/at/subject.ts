// What `lab at` is about: the history of one order, or of the whole system; and which moment of it is meant.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { serviceNames } from '@saga-lab/contracts/services';
import { categories } from '@saga-lab/contracts/streams';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { historyOf } from '../../checker/history.ts';
import type { History } from '../../checker/history.ts';
import { hasEnded } from '../../client/documents.ts';
import type { CommitsByService } from '../../client/documents.ts';
import type { Lab } from '../../client/lab.ts';
import type { Moment } from '../../time-travel/cut.ts';
import { readModelsAt } from '../../time-travel/states.ts';
import { demandRemembered, demandWholePast } from '../../retention/forgotten-sagas.ts';
import { withCauses } from '../../time-travel/frontier.ts';
import { placeOf, spanOf } from '../../time-travel/steps.ts';
import type { Span } from '../../time-travel/steps.ts';
import type { TypedMoment } from '../moment.ts';

export interface Subject {
  /** Id of an order, or `all`. */
  readonly name: string;
  readonly history: History;
  readonly span: Span;
}

export const ALL = 'all';

export const nothingYet =
  'Nothing has happened yet: the histories are empty. Place an order: npm run scenario -- happy-path';

/**
 * Of an order only its own commits are read, however long the whole history is.
 * @throws ExitError 64 if there is nothing, 2 if a part of it was forgotten.
 */
export const subjectOf = async (lab: Lab, name: string): Promise<Subject> => {
  await (name === ALL ? demandWholePast(lab) : demandRemembered(lab, name));
  const history = historyOf(name === ALL ? await ofAll(lab) : await ofOrder(lab, name));
  const span = spanOf(history);
  if (span) return { name, history, span };
  throw new ExitError(
    exitCodes.usage,
    name === ALL ? nothingYet : `There is no order ${name}. See all: npm run lab -- sagas`,
  );
};

/** So far the clocks of the databases may be ahead of the one here. */
const CLOCKS_APART_MS = 5_000;

const ofAll = async (lab: Lab): Promise<CommitsByService> => {
  const until = Date.now() + CLOCKS_APART_MS;
  const first = await lab.commits(until);
  return withCauses(first, await lab.commits(until));
};

/** An order that is on its way moves while it is read; it rests before long. */
const MOST_READS = 10;

const ofOrder = async (lab: Lab, id: string): Promise<CommitsByService> => {
  let before = await lab.commitsOf(id);
  for (let n = 1; n < MOST_READS; n += 1) {
    const now = await lab.commitsOf(id);
    if (sizeOf(now) === sizeOf(before)) return now;
    before = now;
  }
  return before;
};

const sizeOf = (commits: CommitsByService): number =>
  serviceNames.reduce((size, name) => size + commits[name].length, 0);

/** A version is one of an order, so its history must be there. */
interface Chosen extends Pick<Subject, 'name' | 'span'> {
  readonly history?: History;
}

/** @throws ExitError 64 for a moment that this history does not have. */
export const chosen = ({ name, history, span }: Chosen, typed: TypedMoment): Moment => {
  const moment = 'version' in typed ? ofVersion(name, history, typed.version) : typed;
  const place = placeOf(span, moment);
  // What the rest of the system did after the end of an order is no matter of that order.
  if (place === 'within' || (place === 'behind' && name !== ALL)) return moment;
  const what = moment.time === undefined ? `Lamport value ${moment.lamport}` : iso(moment.time);
  const whom = name === ALL ? 'in the system' : `to order ${name}`;
  const { first, last } = span;
  throw new ExitError(
    exitCodes.usage,
    place === 'before'
      ? `${what} is before the beginning: the first that happened ${whom} is at ${first.lamport}, ${iso(first.at)}.`
      : `${what} is in the future: the last that happened ${whom} is at ${last.lamport}, ${iso(last.at)}.`,
  );
};

/** Whether the saga of an order has come to its end. */
export const hasEndedIn = ({ name, history }: Pick<Subject, 'name' | 'history'>): boolean => {
  const { sagas } = readModelsAt({ history }, { customers: [], skus: [], orders: [name] });
  const saga = sagas.get(name);
  return saga !== undefined && hasEnded(saga as SagaDto);
};

/** When this version of the order was written. */
const ofVersion = (name: string, history: History | undefined, version: number): Moment => {
  if (name === ALL || !history)
    throw new ExitError(
      exitCodes.usage,
      `v${version} is a version of one order. For all: a Lamport value or a time`,
    );
  const events = history.ofStream(streamOf(categories.order, name));
  const found = events.find((event) => event.version === version);
  if (found) return { lamport: found.lamport };
  throw new ExitError(
    exitCodes.usage,
    `Order ${name} has no version ${version}: it has 1 to ${events.at(-1)?.version ?? 0}.`,
  );
};

const iso = (at: number): string => new Date(at).toISOString();
