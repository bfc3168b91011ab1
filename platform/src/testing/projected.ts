// A projection played event by event, the way the projector does it.
import { streamOf } from '../decider/streams.ts';
import { folded } from '../views/projection.ts';
import type { Projection } from '../views/projection.ts';
import type { ViewDocument } from '../views/views.ts';

/** The document that the events of one stream make; its id is `x`, its version the number of events. */
export const projected = <D extends ViewDocument>(
  projection: Projection<D>,
  happened: readonly { readonly type: string; readonly data: unknown }[],
): D | undefined => {
  const place = { stream: streamOf(projection.category, 'x'), schemaVersion: 1 };
  const events = happened.map(({ type, data }, n) => ({ ...place, version: n + 1, at: n, type, data }));
  return folded(projection, 'x', events);
};
