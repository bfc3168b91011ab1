// A read model as a pure fold: one document per stream of a category.
import type { RecordedEvent } from '../decider/decider.ts';
import type { ViewDocument } from './views.ts';

/** An event with the instant of its commit (milliseconds since the epoch). */
export interface DatedEvent extends RecordedEvent {
  readonly at: number;
}

export interface Projection<D extends ViewDocument = ViewDocument> {
  /** Name of the collection of documents. */
  readonly view: string;
  /** Streams `<category>-<id>` are folded into documents `<id>`. */
  readonly category: string;
  /**
   * Must know every event type of the category: an unknown one throws, which stops the projection with an alarm.
   * `_id` and `version` are set by the projector. `undefined` out: there is no document yet.
   * A method, so that projections of different documents fit into one list.
   */
  apply(document: D | undefined, event: DatedEvent): Omit<D, '_id' | 'version'> | undefined;
}

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
