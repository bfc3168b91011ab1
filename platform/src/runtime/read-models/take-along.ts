// What was forgotten stands in read models alone, and never changes again: a place that is filled anew takes it along.
import type { CommitStore } from '../../store/store.ts';
import { parseStream } from '../../decider/streams.ts';
import { streamFor } from '../../views/projection.ts';
import type { Projection } from '../../views/projection.ts';
import type { ViewDocument, Views } from '../../views/views.ts';
import { earlierPlacesOf } from './places.ts';

interface Parts {
  readonly store: Pick<CommitStore, 'forgottenUpTo' | 'tombstones'>;
  readonly views: Pick<Views, 'find' | 'get' | 'put' | 'places'>;
}

interface Filled {
  readonly projection: Projection;
  /** The place that has been filled from what is left of the history. */
  readonly made: string;
  /** The place that it is to follow, of the same edition; nothing where there is none. */
  readonly live?: string;
}

/** From the live place, as it is, and then from those of earlier editions what is still missing. @throws TransientError while the database is away */
export const takeAlong = async ({ projection, made, live }: Filled, parts: Parts): Promise<void> => {
  if ((await parts.store.forgottenUpTo()) === undefined) return;
  if (live !== undefined)
    await takeFrom(live, { projection, made, converted: (document) => document }, parts);
  const converted = (document: ViewDocument) => projection.fromEarlier?.(document) ?? document;
  for (const place of await earlierPlacesOf(projection, parts.views))
    await takeFrom(place, { projection, made, converted }, parts);
};

interface Taking extends Pick<Filled, 'projection' | 'made'> {
  readonly converted: (document: ViewDocument) => ViewDocument;
}

const PAGE = 100;

const takeFrom = async (
  place: string,
  { projection, made, converted }: Taking,
  { store, views }: Parts,
): Promise<void> => {
  for (let after = ''; ;) {
    const page = await views.find<ViewDocument>(place, { after, limit: PAGE });
    const last = page.at(-1);
    if (!last) return;
    const ahead = await aheadOf(made, page, views);
    const stones = await store.tombstones([...new Set(ahead.map((one) => thingOf(projection, one)))]);
    const forgotten = new Set(stones.map(({ correlationId }) => correlationId));
    const gone = ahead.filter((one) => forgotten.has(thingOf(projection, one)));
    await views.put(made, gone.map(converted));
    after = last._id;
  }
};

/** Those of which the other place shows less, or nothing. */
const aheadOf = async (
  made: string,
  page: readonly ViewDocument[],
  views: Parts['views'],
): Promise<readonly ViewDocument[]> => {
  const ids = page.map(({ _id }) => _id);
  const there = await views.get<ViewDocument>(made, ids);
  const versions = new Map(there.map(({ _id, version }) => [_id, version]));
  return page.filter(({ _id, version }) => version > (versions.get(_id) ?? 0));
};

/** Tombstones have the id of the thing, which is behind the category of its stream; a row's begins with that of its document. */
const thingOf = (projection: Projection, { _id }: ViewDocument): string => {
  const [head = _id] = _id.split('@');
  return parseStream(streamFor(projection, head)).id;
};
