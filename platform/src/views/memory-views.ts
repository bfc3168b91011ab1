// The documents of read models in memory.
import { frozenCopy } from '../store/copy.ts';
import type { Position } from '../store/store.ts';
import { isPlaceOf } from './views.ts';
import type { Places, ViewDocument, ViewQuery, Views } from './views.ts';

/** Whether a document takes the place of the one that is there. */
export type Replaces = (given: ViewDocument, known: ViewDocument) => boolean;

const isNewer: Replaces = (given, known) => given.version > known.version;

/** `replaces`: newer ones do. */
export const memoryViews = (replaces = isNewer): Views => {
  const views = new Map<string, Map<string, ViewDocument>>();
  const positions = new Map<string, Position>();
  const moves = new Map<string, Places & { readonly previous?: string }>();
  const documents = (view: string) => views.get(view) ?? new Map<string, ViewDocument>();
  const matching = (view: string, where: ViewQuery['where']) =>
    [...documents(view).values()].filter((document) => matches(document, where));

  return {
    get: <D extends ViewDocument>(view: string, ids: readonly string[]) => {
      const known = documents(view);
      return answer([...new Set(ids)].flatMap((id) => known.get(id) ?? []) as D[]);
    },
    versions: (view, ids) => {
      const known = documents(view);
      const there = ids.flatMap((id) => known.get(id) ?? []);
      return Promise.resolve(new Map(there.map(({ _id, version }) => [_id, version])));
    },
    find: <D extends ViewDocument>(view: string, { where, after = '', limit }: ViewQuery) => {
      const behind = matching(view, where).filter((document) => document._id > after);
      const page = behind.sort((a, b) => (a._id < b._id ? -1 : 1)).slice(0, limit);
      return answer(page as unknown as D[]);
    },
    count: (view, where) => Promise.resolve(matching(view, where).length),
    put: (view, given) => {
      const known = documents(view);
      views.set(view, known);
      for (const document of given) {
        const there = known.get(document._id);
        if (!there || replaces(document, there)) known.set(document._id, frozenCopy(document));
      }
      return Promise.resolve();
    },
    position: (feed) => Promise.resolve(positions.get(feed)),
    savePosition: (feed, position) => {
      positions.set(feed, position);
      return Promise.resolve();
    },
    places: () =>
      Promise.resolve(
        new Map([...moves].map(([first, { previous: _, ...places }]) => [first, places] as const)),
      ),
    propose: (first, next) => {
      moves.set(first, { current: first, ...moves.get(first), next });
      return Promise.resolve();
    },
    adopt: (first, next) => {
      const { current = first, next: proposed } = moves.get(first) ?? {};
      if (proposed === next) moves.set(first, { current: next, previous: current });
      return Promise.resolve(moves.get(first)?.current === next);
    },
    tidy: (first) => {
      const { current = first, previous, next } = moves.get(first) ?? {};
      for (const view of views.keys())
        if (isPlaceOf(first, view) && ![current, previous, next].includes(view)) views.delete(view);
      return Promise.resolve();
    },
  };
};

/** They are frozen, so they leave as they are. */
const answer = <T>(documents: readonly T[]): Promise<readonly T[]> => Promise.resolve(documents);

const matches = (document: ViewDocument, where: ViewQuery['where']): boolean =>
  Object.entries(where ?? {}).every(([field, wanted]) => {
    const value = Reflect.get(document, field) as unknown;
    return Array.isArray(wanted) ? wanted.includes(value) : value === wanted;
  });
