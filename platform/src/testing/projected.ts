// A projection played event by event, the way the projector does it.
import type { DatedEvent, Projection } from '../views/projection.ts';
import type { ViewDocument } from '../views/views.ts';

/** The document that the events of one stream make; its id is `x`, its version the number of events. */
export const projected = <D extends ViewDocument>(
  { category, apply }: Pick<Projection<D>, 'category'> & { apply: ApplyOf<D> },
  happened: readonly { readonly type: string; readonly data: unknown }[],
): D | undefined =>
  happened.reduce<D | undefined>((document, { type, data }, n) => {
    const place = { stream: `${category}-x`, version: n + 1, schemaVersion: 1, at: n };
    const content = apply(document, { ...place, type, data });
    return content && ({ ...content, _id: 'x', version: n + 1 } as D);
  }, undefined);

type ApplyOf<D extends ViewDocument> = (
  document: D | undefined,
  event: DatedEvent,
) => Omit<D, '_id' | 'version'> | undefined;
