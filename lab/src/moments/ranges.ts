// What all commits up to a value come to, from sums over ranges of values: of 64 values, of 64 such ranges, and so on. So a sum up to
// any value takes a few dozen ranges, however many commits there are, and a commit that comes late is added where it belongs.
import type { DatabaseSync } from 'node:sqlite';
import { added } from '../time-travel/sums.ts';
import type { Sums } from '../time-travel/sums.ts';

/** By Lamport value, or by time: the instant of a commit and of all that it rests on. */
export type Axis = 'lamport' | 'instant';

export interface Summary {
  readonly commits: number;
  /** The greatest of them; 0 without any. */
  readonly lamport: number;
  readonly instant: number;
  readonly sums: Sums;
}

export const NOTHING: Summary = { commits: 0, lamport: 0, instant: 0, sums: {} };

export const joined = (a: Summary, b: Summary): Summary => ({
  commits: a.commits + b.commits,
  lamport: Math.max(a.lamport, b.lamport),
  instant: Math.max(a.instant, b.instant),
  sums: added(a.sums, b.sums),
});

const WIDTH = 64;
/** 64 to the 9th is above every whole number that JavaScript holds exactly. */
const LEVELS = 9;

interface Row {
  readonly summary: string;
}

export const ranges = (db: DatabaseSync) => {
  const get = db.prepare('SELECT summary FROM ranges WHERE axis = ? AND level = ? AND bucket = ?');
  const put = db.prepare('INSERT OR REPLACE INTO ranges VALUES (?, ?, ?, ?)');
  const within = db.prepare(
    'SELECT summary FROM ranges WHERE axis = ? AND level = ? AND bucket >= ? AND bucket < ?',
  );
  const grown = new Map<string, { at: readonly [Axis, number, number]; more: Summary }>();
  const add = (axis: Axis, value: number, summary: Summary): void => {
    for (let level = 1, bucket = value; level <= LEVELS; level += 1) {
      bucket = Math.floor(bucket / WIDTH);
      const key = `${axis} ${level} ${bucket}`;
      const more = joined(grown.get(key)?.more ?? NOTHING, summary);
      grown.set(key, { at: [axis, level, bucket], more });
    }
  };

  return {
    /** Counts only once it is flushed. */
    add: (summary: Summary): void => {
      add('lamport', summary.lamport, summary);
      add('instant', summary.instant, summary);
    },
    flush: (): void => {
      for (const { at, more } of grown.values()) {
        const there = get.get(...at) as Row | undefined;
        const before = there ? (JSON.parse(there.summary) as Summary) : NOTHING;
        put.run(...at, JSON.stringify(joined(before, more)));
      }
      grown.clear();
    },
    /** Of everything below a value from which on ranges are no help, and that value. */
    below: (axis: Axis, value: number): { readonly summary: Summary; readonly from: number } => {
      const from = Math.floor(value / WIDTH) * WIDTH;
      let summary = NOTHING;
      for (let level = 1, end = from / WIDTH; end > 0; level += 1) {
        const first = Math.floor(end / WIDTH) * WIDTH;
        const rows = within.all(axis, level, first, end) as unknown as readonly Row[];
        for (const row of rows) summary = joined(summary, JSON.parse(row.summary) as Summary);
        end = first / WIDTH;
      }
      return { summary, from };
    },
  };
};
export type Ranges = ReturnType<typeof ranges>;
