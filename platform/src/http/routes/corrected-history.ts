// What the history of a thing comes to with one correction more, and whether it says so already.
import type { z } from 'zod';
import { amendmentsOf, correctionIn, isCorrection } from '../../decider/valid-time.ts';
import type { Correction, CorrectionEvent, OwnFact } from '../../decider/valid-time.ts';
import type { CommitStore } from '../../store/store.ts';
import type { DatedEvent } from '../../decider/decider.ts';
import { streamFor } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { invalidField, Problem } from './problem.ts';
import { noSuchVersion } from './resource.ts';
import type { Resource } from './resource.ts';
import { validPastOf } from './valid-past.ts';
import type { Corrections } from './valid-past.ts';

export interface CorrectableResource<
  D extends ViewDocument,
  Item extends z.ZodType = z.ZodType,
> extends Resource<D, Item> {
  readonly corrections: Corrections<D>;
}

interface History<D extends ViewDocument> {
  readonly resource: CorrectableResource<D>;
  readonly store: Pick<CommitStore, 'load' | 'now'>;
  readonly id: string;
  /** The last version that there is. */
  readonly seen: number;
  readonly corrections: readonly CorrectionEvent[];
}

export interface CorrectedHistory<D extends ViewDocument> {
  /** The thing as it is with the correction. */
  readonly after: D;
  readonly isSoAlready: boolean;
}

/** Memory is bounded as in `validPastOf`. @throws Problem for what no decision can change. */
export const correctedHistory = async <D extends ViewDocument>(
  history: History<D>,
  corrects: Correction | OwnFact,
): Promise<CorrectedHistory<D>> => {
  const { resource, store, id, seen } = history;
  const now = await nowOf(history);
  const isSoAlready = await saysSo(history, corrects, now);
  const stream = streamFor(resource.projection, id);
  const next = { ...nextOf(resource, stream, seen), at: now, data: { corrects } };
  const then = validPastOf(resource, { store: { load: withNext(store, next) } });
  const { fold } = await then(id, { known: { version: seen + 1 }, validAt: now });
  if (!fold.document) throw new Error(`${stream} is corrected, and is not there`);
  return { after: fold.document, isSoAlready };
};

/** By the clock of the database, and no earlier than the last event of the thing: that clock may have been set back since. */
const nowOf = async <D extends ViewDocument>({ resource, store, id, seen }: History<D>): Promise<number> => {
  const stream = streamFor(resource.projection, id);
  const [now, { events }] = await Promise.all([store.now(), store.load(stream, seen - 1, seen)]);
  return Math.max(now, ...events.map(({ at }) => at));
};

const nextOf = <D extends ViewDocument>(
  { corrections }: CorrectableResource<D>,
  stream: string,
  seen: number,
) => ({ stream, version: seen + 1, schemaVersion: 1, type: corrections.rules.type });

/** The store's own events, and behind them the next one, which it does not have. */
const withNext =
  ({ load }: Pick<CommitStore, 'load'>, next: DatedEvent): CommitStore['load'] =>
  async (stream, afterVersion, upTo = Infinity) => {
    const { events, lamport } = await load(stream, afterVersion, Math.min(upTo, next.version - 1));
    return { events: upTo < next.version ? events : [...events, next], lamport };
  };

const saysSo = async <D extends ViewDocument>(
  history: History<D>,
  corrects: Correction | OwnFact,
  now: number,
): Promise<boolean> => {
  switch (corrects.kind) {
    case 'FORGOTTEN': {
      const { kind: _kind, validFrom, ...figures } = corrects;
      return wasSo(history, { validFrom, now }, figures);
    }
    case 'FALSE':
      return isAmended(history, corrects.version);
    case 'WRONG': {
      const { kind: _kind, version, ...figures } = corrects;
      return isAmended(history, version, figures);
    }
    case 'DIFFERENCE':
      return false;
    default:
      return corrects satisfies never;
  }
};

/** Whether these figures were so at that instant anyhow. */
const wasSo = async <D extends ViewDocument>(
  { resource, store, id, seen }: History<D>,
  { validFrom, now }: { readonly validFrom: number; readonly now: number },
  figures: object,
): Promise<boolean> => {
  if (validFrom > now)
    throw invalidField('body', 'validFrom', `is in the future: it is ${new Date(now).toISOString()} now`);
  const { events } = await store.load(streamFor(resource.projection, id), 0, 1);
  const began = events[0]?.at ?? 0;
  if (validFrom < began) throw beforeTheBeginning(`${resource.name} ${id}`, began);
  const then = validPastOf(resource, { store });
  const { fold } = await then(id, { known: { version: seen }, validAt: validFrom });
  return fold.document !== undefined && has(fold.document, figures);
};

const beforeTheBeginning = (thing: string, began: number): Problem =>
  new Problem(
    409,
    'BEFORE_THE_BEGINNING',
    `There was no ${thing} before ${new Date(began).toISOString()}: nothing was so before that.`,
  );

const has = (said: object, figures: object): boolean =>
  Object.entries(figures).every(([name, figure]) => Reflect.get(said, name) === figure);

/** Whether the event of that version counts as false; or with these figures, if any are named. */
const isAmended = async <D extends ViewDocument>(
  history: History<D>,
  version: number,
  figures?: object,
): Promise<boolean> => {
  const said = await saidBy(history, version, figures !== undefined);
  const amendments = amendmentsOf(history.corrections);
  if (amendments.never.has(version)) return true;
  return figures !== undefined && has({ ...said, ...amendments.figures.get(version) }, figures);
};

/**
 * What an operator said with the event of that version.
 * @throws Problem 404 NO_SUCH_VERSION; 409 NOT_CORRECTABLE for what no operator said, and for what has no figures of its own.
 */
const saidBy = async <D extends ViewDocument>(
  { resource, store, id, seen }: History<D>,
  version: number,
  needsFigures: boolean,
): Promise<object> => {
  const thing = `${resource.name} ${id}`;
  const { rules } = resource.corrections;
  const { events } = await store.load(streamFor(resource.projection, id), version - 1, version);
  const event = version > seen ? undefined : events[0];
  if (!event) throw noSuchVersion(thing, seen, version);
  if (isCorrection(event, rules)) {
    const { corrects } = correctionIn(event);
    if (needsFigures && (corrects.kind === 'FALSE' || corrects.kind === 'DIFFERENCE'))
      throw notCorrectable(
        `Version ${version} of the ${thing} is a correction of the kind ${corrects.kind}: withdraw it (FALSE), and send another.`,
      );
    return corrects;
  }
  if (rules.facts.includes(event.type)) return event.data as object;
  throw notCorrectable(
    `Version ${version} of the ${thing} is ${event.type}: only ${[...rules.facts, rules.type].join(', ')} can be corrected.`,
  );
};

const notCorrectable = (detail: string): Problem => new Problem(409, 'NOT_CORRECTABLE', detail);
