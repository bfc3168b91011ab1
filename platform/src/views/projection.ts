// A read model as a pure fold: one document per stream of a category.
import { parseStream, streamOf } from '../decider/streams.ts';
import type { DatedEvent } from '../decider/decider.ts';
import type { ViewDocument } from './views.ts';

/** A document beside that of a stream: one line of a statement. Its id is made of that document's and of `key`. */
export interface Row {
  /** Ascending in the order in which rows are read; `lineKey` of a version. */
  readonly key: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The document of a row: with `kind` and `of`, rows are found among all documents and those of one stream. */
export interface RowDocument extends ViewDocument {
  readonly kind: 'row';
  /** Id of the document that it stands beside. */
  readonly of: string;
}

/** How far a stream has been folded; version 0: nothing of it. */
export interface Fold<D extends ViewDocument> {
  readonly version: number;
  /** Of the last event, milliseconds since the epoch. */
  readonly at: number;
  readonly document: D | undefined;
}

/** A read model with a row for every event of a stream, of which the key is `lineKey` of its version. */
export interface Milestones<D extends ViewDocument> {
  readonly view: string;
  /** The thing as it was then, as its own projection makes it of all events up to there. */
  readonly foldOf: (row: RowDocument) => Fold<D>;
}

export interface Projection<D extends ViewDocument = ViewDocument> {
  /** Name of the collection of documents. */
  readonly view: string;
  /**
   * Streams `<category>-<id>` are folded into documents `<id>`. Where there are several categories, which may have the same ids, a
   * document has the name of its stream.
   */
  readonly category: string | readonly string[];
  /**
   * Must know every event type of the category: an unknown one throws, which stops the projection with an alarm.
   * `_id` and `version` are set by the projector. `undefined` out: there is no document yet.
   * A method, so that projections of different documents fit into one list.
   */
  apply(document: D | undefined, event: DatedEvent): Omit<D, '_id' | 'version'> | undefined;
  /** The rows that the event adds, or puts in the place of those with the same key; `document` shows the event already. */
  rows?(document: D, event: DatedEvent): readonly Row[];
  /** Raise it where the same events make other documents now: the read model is then filled anew from the history. 1 unless told. */
  readonly edition?: number;
  /** A document, or a row, of any earlier edition in the form of this one: it is taken along where its events are forgotten. As it is unless told. */
  fromEarlier?(document: D): D;
  /** What it shows began in other services, so its lag counts from there. */
  readonly acrossServices?: true;
  /** How far it may lag behind under load beside the work itself, ms, so that more events are folded and written together; 400 unless told, and 800 where very many events come at once. */
  readonly mayLagMs?: number;
}

type OfStreams = Pick<Projection, 'category'>;

/** Whether the projection folds that stream. */
export const isFolded = ({ category }: OfStreams, stream: string): boolean => {
  const its = parseStream(stream).category;
  return typeof category === 'string' ? its === category : category.includes(its);
};

/** The id of the document that a stream is folded into. */
export const documentIdOf = ({ category }: OfStreams, stream: string): string =>
  typeof category === 'string' ? parseStream(stream).id : stream;

/** The stream that is folded into a document. */
export const streamFor = ({ category }: OfStreams, documentId: string): string =>
  typeof category === 'string' ? streamOf(category, documentId) : documentId;

/** Where the documents of a read model are as long as it was never made anew. */
export const firstPlaceOf = ({ view, edition = 1 }: Pick<Projection, 'view' | 'edition'>): string =>
  edition === 1 ? view : `${view}.${edition}`;

/** Versions in the order of text. */
export const lineKey = (version: number): string => String(version).padStart(12, '0');

/** A document, and what its events made beside it. */
export interface Unfolded<D extends ViewDocument> {
  readonly document: D | undefined;
  readonly rows: readonly RowDocument[];
}

/** `folded`, with the rows of these events; of rows with one key the last one. */
export const unfolded = <D extends ViewDocument>(
  projection: Projection<D>,
  id: string,
  events: readonly DatedEvent[],
  from?: D,
): Unfolded<D> => {
  const rows = new Map<string, RowDocument>();
  let document = from;
  for (const event of events) {
    document = folded(projection, id, [event], document);
    for (const { key, content } of (document && projection.rows?.(document, event)) ?? [])
      rows.set(key, { ...content, kind: 'row', of: id, _id: `${id}@${key}`, version: event.version });
  }
  return { document, rows: [...rows.values()] };
};

/** The document of a stream with all `events` that are behind it in order; `undefined` while there is none. @throws what `apply` throws. */
export const folded = <D extends ViewDocument>(
  projection: Projection<D>,
  id: string,
  events: readonly DatedEvent[],
  from?: D,
): D | undefined =>
  events.reduce<D | undefined>((document, event) => {
    const content = projection.apply(document, event);
    return content && ({ ...content, _id: id, version: event.version } as D);
  }, from);
