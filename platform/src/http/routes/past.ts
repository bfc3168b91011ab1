// A thing as it was at a moment of the past: its stream folded up to there by the projection that shows it now.
import { z } from 'zod';
import { streamOf } from '../../decider/streams.ts';
import type { CommitStore } from '../../store/store.ts';
import { folded } from '../../views/projection.ts';
import type { DatedEvent, Projection } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { invalidQuery } from './problem.ts';

/** With a zone, so that it says the same wherever it is read. */
const INSTANT = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})`;
const isInstant = (text: string): boolean => !text.includes('T') || isDay(text);
/** JavaScript takes February 30 for March 2. */
const isDay = (text: string): boolean => {
  const day = text.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && new Date(midnight).toISOString().startsWith(day);
};

const NO_TIME = 'must be a time with its zone, such as 2026-01-31T12:00:00Z';
const NO_MOMENT = `must be a version, such as 3, or ${NO_TIME.slice('must be '.length)}`;

/** A version of one thing, or a time by the clock of the service's database. */
export const AsOf = z
  .string()
  .regex(new RegExp(`^([1-9]\\d{0,11}|${INSTANT})$`), NO_MOMENT)
  .refine(isInstant, NO_MOMENT)
  .describe('A version (3), or a time with its zone (2026-01-31T12:00:00Z): as it was then');

/** Many things have no version in common, so a list has a time. */
export const AsOfTime = z
  .string()
  .regex(new RegExp(`^${INSTANT}$`), NO_TIME)
  .refine(isInstant, NO_TIME)
  .describe('A time with its zone (2026-01-31T12:00:00Z): as they were then');

export type PastMoment =
  { readonly version: number; readonly time?: never } | { readonly time: number; readonly version?: never };

/** @throws Problem 400 for a time that has not come by the database's clock; `field`: where it was asked for. */
export const pastMoment = async (
  store: Pick<CommitStore, 'now'>,
  field: string,
  text: string,
): Promise<PastMoment> => {
  if (!text.includes('T')) return { version: Number(text) };
  const time = Date.parse(text);
  const now = await store.now();
  if (time <= now) return { time };
  throw invalidQuery(field, `is in the future: it is ${new Date(now).toISOString()} now`);
};

/** How far a stream has been folded; version 0: nothing of it. */
export interface Fold<D extends ViewDocument> {
  readonly version: number;
  /** Of the last event, milliseconds since the epoch. */
  readonly at: number;
  readonly document: D | undefined;
}

/** Of one stream at a moment; of a version that there is not yet: up to the last that there is. */
export type FoldUpTo<D extends ViewDocument> = (id: string, moment: PastMoment) => Promise<Fold<D>>;

/** So many events are read at once. */
const SLICE = 1_000;
/** Streams whose folds are remembered. */
const STREAMS = 100;

/**
 * Memory is bounded: a stream is read slice by slice. What has happened never changes, so the fold after each full slice is
 * remembered, and a stream that is asked for again costs no more than one slice. Nothing is written.
 */
export const pastOf = <D extends ViewDocument>(
  projection: Projection<D>,
  store: Pick<CommitStore, 'load'>,
): FoldUpTo<D> => {
  const remembered = rememberedFolds<D>();
  return async (id, moment) => {
    const stream = streamOf(projection.category, id);
    let fold = remembered.before(id, moment);
    for (;;) {
      const upTo = Math.min(fold.version + SLICE, moment.version ?? Infinity);
      const { events } = await store.load(stream, fold.version, upTo);
      const past = events.filter((event) => isIn(event, moment));
      fold = grown(projection, id, fold, past);
      if (past.length < SLICE) return fold;
      remembered.keep(id, fold);
    }
  };
};

const isIn = ({ version, at }: { version: number; at: number }, moment: PastMoment): boolean =>
  moment.version === undefined ? at <= moment.time : version <= moment.version;

const grown = <D extends ViewDocument>(
  projection: Projection<D>,
  id: string,
  before: Fold<D>,
  events: readonly DatedEvent[],
): Fold<D> => {
  const last = events.at(-1);
  if (!last) return before;
  return {
    version: last.version,
    at: last.at,
    document: folded(projection, id, events, before.document),
  };
};

const rememberedFolds = <D extends ViewDocument>() => {
  /** Of each stream oldest first; least recently used stream first. */
  const streams = new Map<string, readonly Fold<D>[]>();
  return {
    before: (id: string, moment: PastMoment): Fold<D> =>
      streams.get(id)?.findLast((fold) => isIn(fold, moment)) ?? { version: 0, at: 0, document: undefined },
    keep: (id: string, fold: Fold<D>): void => {
      const known = streams.get(id) ?? [];
      streams.delete(id);
      const isNew = known.every(({ version }) => version < fold.version);
      streams.set(id, isNew ? [...known, fold] : known);
      if (streams.size > STREAMS) streams.delete(streams.keys().next().value ?? '');
    },
  };
};
