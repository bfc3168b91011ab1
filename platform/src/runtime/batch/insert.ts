// Stage 5 of a batch: one ordered insert, carried on until nothing about it is unknown any more.
import { backOff } from '../../decider/back-off.ts';
import { PermanentError } from '../../decider/errors.ts';
import type { Message } from '../../decider/message.ts';
import type { Commit } from '../../store/commit.ts';
import type { InsertResult } from '../../store/store.ts';
import type { Clock, Ids, Observer } from '../ports.ts';
import { sleep } from '../time.ts';
import type { Conclude } from './conclude.ts';
import type { Prepared } from './decide.ts';
import type { Entry } from './gather.ts';
import { answerOf, lookUp } from './look-up.ts';
import type { Inbox, InboxParts } from './look-up.ts';

export interface InsertParts<M extends Message> extends InboxParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly observer: Observer;
  /** The store does not answer; whoever runs the batch tells when it does again. */
  readonly onStall: (reason: string) => void;
  readonly conclude: Conclude<M>;
}

const UNKNOWN_BACK_OFF = { first: 50, most: 2_000 };

/** What is left of a batch after one look: to be inserted again, and to be decided again. */
interface Left<M extends Message> {
  readonly open: readonly Prepared<M>[];
  readonly undecided: readonly Entry<M>[];
}

/** Concludes each message of the batch but those that it gives back, which must be decided again; never rejects. */
export const insert = async <M extends Message>(
  parts: InsertParts<M>,
  batch: readonly Prepared<M>[],
): Promise<readonly Entry<M>[]> => {
  let open = batch;
  let undecided: readonly Entry<M>[] = [];
  for (let unknowns = 0; open.length > 0;) {
    parts.observer({ kind: 'inserting', ids: idsOf(open) });
    const result = await parts.store.insertOrdered(open.map(({ commit }) => commit));
    if (result.status !== 'unknown') return [...(await tell(parts, open, result)), ...undecided];
    unknowns += 1;
    parts.observer({ kind: 'unknown-outcome', ids: idsOf(open), error: result.error });
    parts.onStall(result.error);
    await sleep(parts.clock, backOff(unknowns, UNKNOWN_BACK_OFF, parts.ids.random()));
    const left = await stepOver(parts, open);
    open = left.open;
    undecided = [...left.undecided, ...undecided];
  }
  return undecided;
};

const idsOf = <M extends Message>(open: readonly Prepared<M>[]): readonly string[] =>
  open.map(({ commit }) => commit._id);

/**
 * After an unknown outcome: what is there needs no further insert. What is not there yet may still land, so it is never
 * taken for failed: the same document is inserted again, unless its message has become too
 * old meanwhile: then it is decided no more, nor is anything on it. Behind the document of another write nothing of ours can have
 * landed, and it may have been decided on what never happened: it is decided again.
 */
const stepOver = async <M extends Message>(
  parts: InsertParts<M>,
  open: readonly Prepared<M>[],
): Promise<Left<M>> => {
  const found = await lookUpIfPossible(parts, open);
  if (!found) return { open, undecided: [] };
  const rest: Prepared<M>[] = [];
  for (const [n, prepared] of open.entries()) {
    const there = found.commits.get(prepared.commit._id);
    if (!there && answerOf(prepared.entry, found, parts.now()))
      return { open: rest, undecided: entriesFrom(open, n) };
    if (!there) rest.push(prepared);
    else if (!recognise(parts, prepared, there)) return { open: rest, undecided: entriesFrom(open, n + 1) };
  }
  return { open: rest, undecided: [] };
};

const entriesFrom = <M extends Message>(open: readonly Prepared<M>[], n: number): readonly Entry<M>[] =>
  open.slice(n).map(({ entry }) => entry);

/** `undefined` while the store cannot tell. */
const lookUpIfPossible = <M extends Message>(
  parts: InsertParts<M>,
  open: readonly Prepared<M>[],
): Promise<Inbox | undefined> =>
  lookUp(
    parts,
    open.map(({ entry }) => entry),
  ).catch(() => undefined);

/** Under this id something is durable: our own document (`true`), or the one of another write, whose events we do not know. */
const recognise = <M extends Message>(
  { conclude }: InsertParts<M>,
  { entry, commit }: Prepared<M>,
  there: Commit,
): boolean => {
  const own = there.attempt === commit.attempt;
  conclude(entry, own ? { status: 'committed', commit } : { status: 'overtaken', commit: there });
  return own;
};

/** What is known of an insert: the first so many are durable, the next one failed, and nothing behind it was tried. */
const tell = async <M extends Message>(
  parts: InsertParts<M>,
  open: readonly Prepared<M>[],
  result: Exclude<InsertResult, { status: 'unknown' }>,
): Promise<readonly Entry<M>[]> => {
  const at = result.status === 'inserted' ? open.length : result.at;
  for (const { entry, commit } of open.slice(0, at)) parts.conclude(entry, { status: 'committed', commit });
  const failed = open[at];
  if (result.status === 'inserted' || !failed) return [];
  if (result.reason === 'rejected') {
    const error = new PermanentError('POISON', `the database refuses it: ${result.error}`);
    parts.conclude(failed.entry, { status: 'poison', error });
  } else await tellApart(parts, failed);
  return entriesFrom(open, at + 1);
};

/** A duplicate key is a duplicate message if its `_id` is there, otherwise a version conflict. */
const tellApart = async <M extends Message>(parts: InsertParts<M>, failed: Prepared<M>): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    const found = await lookUpIfPossible(parts, [failed]);
    if (found) {
      const there = found.commits.get(failed.commit._id);
      if (there) recognise(parts, failed, there);
      else parts.conclude(failed.entry, { status: 'conflict' });
      return;
    }
    parts.onStall('the store does not answer');
    await sleep(parts.clock, backOff(tries, UNKNOWN_BACK_OFF, parts.ids.random()));
  }
};
