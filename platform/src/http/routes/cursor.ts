// Where a list goes on: a `next` that only the list that gave it out takes back.
import { createHash } from 'node:crypto';
import { Problem } from './problem.ts';

/** What tells one list from all others. */
export interface List {
  readonly service: string;
  readonly path: string;
  /** Equalities by which it is filtered. */
  readonly where?: Readonly<Record<string, string | undefined>>;
}

export interface Cursors {
  /** The `next` that stands for a position. */
  readonly of: (position: string) => string;
  /** The position behind an `after`. @throws Problem 400 for whatever is no `next` of this list. */
  readonly positionOf: (after: string | undefined) => string | undefined;
}

/** A cursor holds its position and a checksum over that and its list: what was changed or is another list's is known. */
export const cursorsOf = ({ service, path, where = {} }: List): Cursors => {
  const filters = Object.entries(where).filter(([, value]) => value !== undefined);
  const list = [service, path, ...filters.sort(([a], [b]) => (a < b ? -1 : 1))];
  const of = (position: string): string =>
    `${Buffer.from(position).toString('base64url')}.${checksum([list, position])}`;
  return {
    of,
    positionOf: (after) => {
      if (after === undefined) return undefined;
      const position = Buffer.from(after.split('.', 1).join(), 'base64url').toString();
      if (of(position) !== after) throw invalidAfter('is no `next` of this list with these filters');
      return position;
    },
  };
};

const checksum = (parts: unknown): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

/** For an `after` that has the right form, and is wrong all the same. */
export const invalidAfter = (message: string): Problem =>
  new Problem(400, 'VALIDATION_FAILED', `after: ${message}`, {
    errors: [{ in: 'query', field: 'after', message }],
  });
