// The ordered insert of one batch, carried on until nothing about it is unknown any more.
import type { Message } from '../decider/message.ts';
import { PermanentError } from '../decider/errors.ts';
import type { Commit } from '../store/commit.ts';
import type { CommitStore, InsertResult } from '../store/store.ts';
import type { Clock, Ids, Observer } from './ports.ts';
import { backOff } from '../decider/back-off.ts';
import { sleep } from './time.ts';
import type { Entry } from './waiting.ts';

export interface Prepared<M extends Message> {
  readonly entry: Entry<M>;
  readonly commit: Commit;
}

/** What may become of each prepared message. */
export interface Verdicts<M extends Message> {
  readonly store: CommitStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly observer: Observer;
  /** The store does not answer; whoever runs the batch tells when it does again. */
  readonly onStall: (reason: string) => void;
  readonly committed: (prepared: Prepared<M>) => void;
  readonly duplicate: (entry: Entry<M>, commit: Commit) => void;
  readonly conflict: (entry: Entry<M>) => void;
  readonly poison: (entry: Entry<M>, error: unknown) => void;
  readonly putBack: (entries: readonly Entry<M>[]) => void;
}

const UNKNOWN_BACK_OFF = { first: 50, most: 2_000 };

/** Resolves when every message of the batch has a verdict or is back in the queue; never rejects. */
export const insertBatch = async <M extends Message>(
  batch: readonly Prepared<M>[],
  verdicts: Verdicts<M>,
): Promise<void> => {
  let open = batch;
  for (let unknowns = 0; open.length > 0;) {
    verdicts.observer({ kind: 'inserting', ids: open.map(({ commit }) => commit._id) });
    const result = await verdicts.store.insertOrdered(open.map(({ commit }) => commit));
    if (result.status !== 'unknown') {
      await conclude(open, result, verdicts);
      return;
    }
    unknowns += 1;
    verdicts.observer({
      kind: 'unknown-outcome',
      ids: open.map(({ commit }) => commit._id),
      error: result.error,
    });
    verdicts.onStall(result.error);
    await sleep(verdicts.clock, backOff(unknowns, UNKNOWN_BACK_OFF, verdicts.ids.random()));
    open = await stepOver(open, verdicts);
  }
};

/**
 * After an unknown outcome: what is there needs no further insert. What is not there yet may still land, so it is never
 * taken for failed: the same document is inserted again. Behind the document of another write nothing of ours can have
 * landed, and it may have been decided on what never happened: it is decided again.
 */
const stepOver = async <M extends Message>(
  open: readonly Prepared<M>[],
  verdicts: Verdicts<M>,
): Promise<readonly Prepared<M>[]> => {
  const found = await lookUp(open, verdicts.store);
  if (!found) return open;
  const rest: Prepared<M>[] = [];
  for (const [n, prepared] of open.entries()) {
    const there = found.get(prepared.commit._id);
    if (!there) rest.push(prepared);
    else if (!recognise(prepared, there, verdicts)) {
      verdicts.putBack(open.slice(n + 1).map(({ entry }) => entry));
      break;
    }
  }
  return rest;
};

/** `undefined` while the store cannot tell. */
const lookUp = async <M extends Message>(open: readonly Prepared<M>[], store: CommitStore) => {
  try {
    const found = await store.find(open.map(({ commit }) => commit._id));
    return new Map(found.map((commit) => [commit._id, commit]));
  } catch {
    return undefined;
  }
};

/** Under this id something is durable: our own document (`true`), or the one of another write, whose events we do not know. */
const recognise = <M extends Message>(
  prepared: Prepared<M>,
  there: Commit,
  verdicts: Verdicts<M>,
): boolean => {
  const own = there.attempt === prepared.commit.attempt;
  if (own) verdicts.committed(prepared);
  else verdicts.duplicate(prepared.entry, there);
  return own;
};

const conclude = async <M extends Message>(
  open: readonly Prepared<M>[],
  result: Exclude<InsertResult, { status: 'unknown' }>,
  verdicts: Verdicts<M>,
): Promise<void> => {
  if (result.status === 'inserted') {
    open.forEach(verdicts.committed);
    return;
  }
  open.slice(0, result.at).forEach(verdicts.committed);
  const failed = open[result.at];
  if (failed && result.reason === 'rejected')
    verdicts.poison(failed.entry, new PermanentError('POISON', `the database refuses it: ${result.error}`));
  else if (failed) await tellApart(failed, verdicts);
  verdicts.putBack(open.slice(result.at + 1).map(({ entry }) => entry));
};

/** A duplicate key is a duplicate message if its `_id` is there, otherwise a version conflict. */
const tellApart = async <M extends Message>(failed: Prepared<M>, verdicts: Verdicts<M>): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    const found = await lookUp([failed], verdicts.store);
    if (!found) {
      verdicts.onStall('the store does not answer');
      await sleep(verdicts.clock, backOff(tries, UNKNOWN_BACK_OFF, verdicts.ids.random()));
      continue;
    }
    const there = found.get(failed.commit._id);
    if (there) recognise(failed, there, verdicts);
    else verdicts.conflict(failed.entry);
    return;
  }
};
