// A projection played event by event, the way the projector does it.
import { folded, streamFor, unfolded } from '../views/projection.ts';
import type { DatedEvent } from '../decider/decider.ts';
import type { Projection, RowDocument } from '../views/projection.ts';
import type { ViewDocument } from '../views/views.ts';

interface Happened {
  readonly type: string;
  readonly data: unknown;
  /** Milliseconds since the epoch; its place in the list unless told. */
  readonly at?: number;
}

const datedEvents = (
  { category }: Pick<Projection, 'category'>,
  happened: readonly Happened[],
): readonly DatedEvent[] => {
  const place = { stream: streamFor({ category }, 'x'), schemaVersion: 1 };
  return happened.map(({ type, data, at }, n) => ({ ...place, version: n + 1, at: at ?? n, type, data }));
};

/** The document that the events of one stream make; its id is `x`, its version the number of events. */
export const projected = <D extends ViewDocument>(
  projection: Projection<D>,
  happened: readonly Happened[],
): D | undefined => folded(projection, 'x', datedEvents(projection, happened));

/** The rows that they make beside it. */
export const projectedRows = <D extends ViewDocument>(
  projection: Projection<D>,
  happened: readonly Happened[],
): readonly RowDocument[] => unfolded(projection, 'x', datedEvents(projection, happened)).rows;
