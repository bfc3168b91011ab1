// Where a list goes on: a `next` that only the list that gave it out takes back.
import type { Ids } from '../../runtime/ports.ts';
import { invalidQuery } from './problem.ts';
import type { Problem } from './problem.ts';

/** What tells one list from all others. */
export interface List {
  readonly service: string;
  readonly path: string;
  /** Equalities by which it is filtered. */
  readonly where?: Readonly<Record<string, string | undefined>>;
  /** Makes the checksums. */
  readonly ids: Pick<Ids, 'digest'>;
}

export interface Cursors {
  /** The `next` that stands for a position. */
  readonly of: (position: string) => string;
  /** The position behind an `after`. @throws Problem 400 for whatever is no `next` of this list. */
  readonly positionOf: (after: string | undefined) => string | undefined;
}

/** A cursor holds its position and a checksum over that and its list: what was changed or is another list's is known. */
export const cursorsOf = ({ service, path, where = {}, ids }: List): Cursors => {
  const filters = Object.entries(where).filter(([, value]) => value !== undefined);
  const list = [service, path, ...filters.sort(([a], [b]) => (a < b ? -1 : 1))];
  const of = (position: string): string =>
    `${toText(position)}.${ids.digest(JSON.stringify([list, position])).slice(0, 16)}`;
  return {
    of,
    positionOf: (after) => {
      if (after === undefined) return undefined;
      const position = fromText(after.split('.', 1).join());
      if (position === undefined || of(position) !== after)
        throw invalidAfter('is no `next` of this list with these filters');
      return position;
    },
  };
};

/** Any text in the alphabet of base64url. */
const toText = (position: string): string =>
  btoa(encodeURIComponent(position)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** `undefined` for what `toText` never made. */
const fromText = (text: string): string | undefined => {
  try {
    return decodeURIComponent(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return undefined;
  }
};

/** For an `after` that has the right form, and is wrong all the same. */
export const invalidAfter = (message: string): Problem => invalidQuery('after', message);
