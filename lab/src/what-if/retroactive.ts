// Fowler's three kinds of retroactive events, of what operators say about stock and accounts.
// Source: M. Fowler, Retroactive Event, martinfowler.com/eaaDev, 2005: what was out of order, rejected, or incorrect.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { count } from '../checker/verdict.ts';
import type { History, StampedEvent } from '../checker/history.ts';
import { accountStream, stockStream } from '../checker/shared-streams.ts';
import { noChange } from './change.ts';
import type { Change } from './change.ts';
import type { ParallelHistory } from './parallel.ts';
import { keyOf } from './record.ts';
import { superseded } from './superseded.ts';
import type { Note } from './world.ts';

export interface Thing {
  readonly kind: 'stock' | 'account';
  readonly id: string;
}

/** Of stock `onHand` and `unitPrice`, of an account `opening`; what is not given stays what it was. */
export type GivenFigures = Readonly<Partial<Record<FigureName, number>>>;
type FigureName = 'onHand' | 'unitPrice' | 'opening';

/** `validFrom`: milliseconds since the epoch. `version`: of the thing's stream. */
export type Retroactive = { readonly thing: Thing } & (
  | { readonly kind: 'FORGOTTEN'; readonly validFrom: number; readonly figures: GivenFigures }
  | { readonly kind: 'FALSE'; readonly version: number }
  | { readonly kind: 'WRONG'; readonly version: number; readonly figures: GivenFigures }
);

/** There is nothing like that to change; its message says what there is. */
export class NoSuchChange extends Error {
  override readonly name = 'NoSuchChange';
}

/** What an operator says about each kind of thing. */
const facts = {
  stock: {
    type: 'PutStock',
    service: 'inventory-service',
    streamOf: stockStream,
    named: (sku: string) => ({ sku }),
    figures: ['onHand', 'unitPrice'],
  },
  account: {
    type: 'PutAccount',
    service: 'payment-service',
    streamOf: accountStream,
    named: (customerId: string) => ({ customerId }),
    figures: ['opening'],
  },
} as const satisfies Record<Thing['kind'], Fact>;

interface Fact {
  readonly type: string;
  readonly service: ServiceName;
  readonly streamOf: (id: string) => string;
  readonly named: (id: string) => object;
  readonly figures: readonly FigureName[];
}

export const streamOfThing = ({ kind, id }: Thing): string => facts[kind].streamOf(id);

/** Id of the message that a forgotten fact would have been. */
export const FORGOTTEN_ID = 'what-if:forgotten';

/** What corrections said of the very same before no longer counts. @throws NoSuchChange */
export const changeFor = (history: History, asked: Retroactive, by: string): Change => {
  if (asked.kind === 'FALSE')
    return { ...noChange, without: new Set([keyOfVersion(history, asked.thing, asked.version)]) };
  const { thing, ...said } = asked;
  const { without, otherwise } = superseded(history, { stream: streamOfThing(thing), ...said });
  if (asked.kind === 'FORGOTTEN') return { ...forgotten(asked, by), without, otherwise };
  const key = keyOfVersion(history, thing, asked.version);
  return { without, otherwise: new Map([...otherwise, [key, asked.figures]]) };
};

/** What is changed has to have been possible at its moment. @throws NoSuchChange */
export const checkPossible = ({ otherwise }: Change, { notes }: Pick<ParallelHistory, 'notes'>): void => {
  const isOfChange = ({ service, message: { id, type } }: Note): boolean =>
    id === FORGOTTEN_ID || (isFact(type) && otherwise.has(keyOf(service, id)));
  const refused = notes.find(isOfChange);
  if (refused) throw new NoSuchChange(`At that moment this would have been refused: ${refused.why}.`);
};

const isFact = (type: string): boolean => Object.values(facts).some((fact) => fact.type === type);

const forgotten = (
  { thing, validFrom, figures }: Extract<Retroactive, { kind: 'FORGOTTEN' }>,
  by: string,
): Change => {
  const { service, streamOf } = facts[thing.kind];
  return {
    ...noChange,
    inserted: {
      at: validFrom,
      service,
      stream: streamOf(thing.id),
      messageOn: (kept) => messageAt(thing, validFrom, { ...completed(thing, figures, kept), by }),
    },
  };
};

/** `kept`: what the barrier keeps of the stream. */
const completed = (thing: Thing, given: GivenFigures, kept: unknown): GivenFigures => {
  const { state } = (kept ?? {}) as { readonly state?: GivenFigures };
  const names: readonly FigureName[] = facts[thing.kind].figures;
  const missing = names.filter((name) => given[name] === undefined && state?.[name] === undefined);
  if (missing.length > 0)
    throw new NoSuchChange(
      `There was no ${saidThing(thing)} at that moment: say its ${missing.join(' and ')} as well.`,
    );
  return Object.fromEntries(names.map((name) => [name, given[name] ?? state?.[name]]));
};

const messageAt = (thing: Thing, at: number, data: object): Message & Stamp => {
  const { type, service, named } = facts[thing.kind];
  return {
    type,
    data: { ...named(thing.id), ...data },
    id: FORGOTTEN_ID,
    source: `/${service}`,
    time: new Date(at).toISOString(),
    correlationId: thing.id,
    causationId: FORGOTTEN_ID,
    lamport: 0,
    schemaVersion: 1,
    receivedAt: at,
    random: 0,
  };
};

const keyOfVersion = (history: History, thing: Thing, version: number): string => {
  const { type, service, streamOf } = facts[thing.kind];
  const events = history.ofStream(streamOf(thing.id));
  const last = events.at(-1)?.version;
  if (last === undefined) throw new NoSuchChange(`There is no ${saidThing(thing)}.`);
  const found = events.find((event) => event.version === version);
  if (!found)
    throw new NoSuchChange(
      `${saidThing(thing)} has the versions 1 to ${last}: there is no version ${version}.`,
    );
  const typeOf = typesOfCommits(history);
  if (typeOf(found) === type) return keyOf(service, found.commit);
  const own = events.filter((event) => typeOf(event) === type).map((event) => event.version);
  throw new NoSuchChange(
    `Version ${version} of ${saidThing(thing)} was made by ${typeOf(found)}, which was decided and not told. What an operator told can be changed: ${versionsSaid(own)}.`,
  );
};

const typesOfCommits = ({ all }: History) => {
  const types = new Map(all.map(({ commit }) => [commit._id, commit.input.type]));
  return ({ commit }: StampedEvent): string => types.get(commit) ?? 'nobody knows what';
};

const MOST_VERSIONS = 10;

const versionsSaid = (own: readonly number[]): string => {
  if (own.length <= MOST_VERSIONS) return own.map((version) => `version ${version}`).join(', ');
  return `${count(own.length, 'version')}, the last of them ${own.slice(-MOST_VERSIONS).join(', ')}`;
};

export const saidThing = ({ kind, id }: Thing): string =>
  kind === 'stock' ? `stock ${id}` : `account ${id}`;

export const saidFigures = (figures: GivenFigures): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${value.toLocaleString('en-US')}`)
    .join(' and ');
