// Decides what waits together. Who shares a stream with somebody before it decides on what that one will leave behind,
// so that a stream that everybody writes needs no round trip to the store for each of them.
import type { NewEvent } from '../decider/decider.ts';
import { TransientError } from '../decider/errors.ts';
import type { Message } from '../decider/message.ts';
import type { Commit } from '../store/commit.ts';
import { decideMessage } from './deciding.ts';
import type { Decided, Deciding } from './deciding.ts';
import type { Outcome } from './handler.ts';
import type { Prepared } from './insert-batch.ts';
import type { Folded } from './stream-cache.ts';
import type { Entry, Wave } from './waiting.ts';

export interface DecideBatchParts<S, M extends Message, E extends NewEvent> {
  readonly deciding: Deciding<S, M, E>;
  /** Which of them are committed by now, by id: perhaps by another instance. Rejects with the store's error. */
  readonly knownAmong: (entries: readonly Entry<M>[]) => Promise<ReadonlyMap<string, Commit>>;
  readonly duplicate: (entry: Entry<M>, commit: Commit) => void;
  readonly conflict: (entry: Entry<M>) => void;
  readonly settle: (entry: Entry<M>, outcome: Outcome) => void;
  readonly poison: (entry: Entry<M>, error: unknown) => void;
}

/** A verdict without a commit. */
interface Verdict<M extends Message> {
  readonly entry: Entry<M>;
  readonly result: Extract<Outcome, { status: 'unchanged' | 'refused' }> | Error;
}

export interface DecidedBatch<M extends Message> {
  /** In the order in which they must become durable. */
  readonly prepared: readonly Prepared<M>[];
  /** Have no outcome yet, and must be decided again. */
  readonly undecided: readonly Entry<M>[];
  /** The store's, if it could not be asked. */
  readonly error?: TransientError;
}

/** `loaded`: streams that were loaded for this batch. Tells outcomes that need no commit and rest on durable states. */
export const decideBatch = async <S, M extends Message, E extends NewEvent>(
  parts: DecideBatchParts<S, M, E>,
  waves: readonly Wave<M>[],
  loaded: ReadonlySet<string>,
): Promise<DecidedBatch<M>> => {
  const ahead = new Map<string, Folded<S>>();
  const prepared: Prepared<M>[] = [];
  const undecided: Entry<M>[] = [];
  const verdicts: Verdict<M>[] = [];
  let error: TransientError | undefined;

  const conclude = (entry: Entry<M>, result: Decided | Error, leans: boolean): void => {
    if (result instanceof TransientError) error = result;
    if (!(result instanceof Error) && result.status === 'commit')
      prepared.push({ entry, commit: result.commit });
    else if (leans || result instanceof TransientError) undecided.push(entry);
    else if (!(result instanceof Error) && result.status === 'moving') parts.conflict(entry);
    else verdicts.push({ entry, result });
  };

  for (const wave of waves) {
    const leaning = new Set(wave.filter(({ streams }) => streams.some((stream) => ahead.has(stream))));
    const results = await Promise.all(
      wave.map((entry) => decideMessage(parts.deciding, entry, { loaded, ahead }).catch(asError)),
    );
    results.forEach((result, n) => {
      const entry = wave[n];
      if (entry) conclude(entry, result, leaning.has(entry));
    });
  }
  await tell(verdicts, parts).catch((reason: unknown) => {
    undecided.push(...verdicts.map(({ entry }) => entry));
    error = reason as TransientError;
  });
  return { prepared, undecided, ...(error && { error }) };
};

/**
 * What a verdict rests on may hold the message's own effect already: another instance has committed it since the inbox was
 * asked. So the inbox is asked once more.
 */
const tell = async <S, M extends Message, E extends NewEvent>(
  verdicts: readonly Verdict<M>[],
  { knownAmong, duplicate, settle, poison }: DecideBatchParts<S, M, E>,
): Promise<void> => {
  if (verdicts.length === 0) return;
  const known = await knownAmong(verdicts.map(({ entry }) => entry));
  for (const { entry, result } of verdicts) {
    const commit = known.get(entry.message.id);
    if (commit) duplicate(entry, commit);
    else if (result instanceof Error) poison(entry, result);
    else settle(entry, result);
  }
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
