// The state of every order, account and so on at the end of what was read, and what each commit adds to the sums of all lists.
import type { DatabaseSync } from 'node:sqlite';
import type { Resource } from '@saga-lab/platform/http/routes/resource';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { upToDate } from '@saga-lab/platform/store/schema-versions';
import type { Commit } from '@saga-lab/platform/store/commit';
import { folded } from '@saga-lab/platform/views/projection';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { resources } from '../rebuild/services.ts';
import { added, partOf } from '../time-travel/sums.ts';
import type { List, Sums } from '../time-travel/sums.ts';

/** What comes behind it cannot be added up. */
export class HistoryHole extends Error {
  override readonly name = 'HistoryHole';
}

interface Kind {
  readonly list: List;
  readonly resource: Resource<ViewDocument>;
}

const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries(resources).map(([list, resource]) => [
    resource.projection.category,
    { list: list as List, resource: resource as unknown as Resource<ViewDocument> },
  ]),
);

interface Thing {
  readonly version: number;
  readonly document: string | null;
  readonly part: string;
}

const UNKNOWN: Thing = { version: 0, document: null, part: '{}' };

export const things = (db: DatabaseSync) => {
  const get = db.prepare('SELECT version, document, part FROM things WHERE stream = ?');
  const put = db.prepare('INSERT OR REPLACE INTO things VALUES (?, ?, ?, ?)');

  const take = (event: DatedEvent): Sums => {
    const { stream, version } = event;
    const { category, id } = parseStream(stream);
    const kind = kinds.get(category);
    if (!kind) return {};
    const before = (get.get(stream) as Thing | undefined) ?? UNKNOWN;
    if (version !== before.version + 1)
      throw new HistoryHole(`version ${before.version + 1} of ${stream} is missing`);
    const { document, part } = grown(kind, id, event, before);
    put.run(stream, version, document === undefined ? null : JSON.stringify(document), JSON.stringify(part));
    return added(part, JSON.parse(before.part) as Sums, -1);
  };

  return {
    /** What the commit changes in the sums. @throws HistoryHole; Error for an event that its projection does not know. */
    take: ({ events, at }: Commit): Sums =>
      events.reduce<Sums>((sums, event) => added(sums, take({ ...upToDate(event), at })), {}),
  };
};

const grown = ({ list, resource }: Kind, id: string, event: DatedEvent, before: Thing) => {
  const known = before.document === null ? undefined : (JSON.parse(before.document) as ViewDocument);
  const document = folded(resource.projection, id, [event], known);
  return { document, part: partOf(list, document && resource.show(document)) };
};
