// Stage 4 of a batch: who shares a stream with somebody before it decides on what that one will leave behind, so that a
// stream that everybody writes needs no round trip to the store for each of them.
import type { NewEvent } from '../../decider/decider.ts';
import { TransientError } from '../../decider/errors.ts';
import type { Message } from '../../decider/message.ts';
import type { Commit } from '../../store/commit.ts';
import type { Folded } from '../stream-cache.ts';
import type { Conclude, Conclusion } from './conclude.ts';
import { decideMessage } from './decide-message.ts';
import type { DecideParts, MessageDecision } from './decide-message.ts';
import type { Entry, Wave } from './gather.ts';

/** A commit that is not durable yet. */
export interface Prepared<M extends Message> {
  readonly entry: Entry<M>;
  readonly commit: Commit;
}

/** An outcome that needs no commit, and has not been told yet. */
export interface WithoutCommit<M extends Message> {
  readonly entry: Entry<M>;
  readonly conclusion: Conclusion;
}

export interface DecidedBatch<M extends Message> {
  /** In the order in which they must become durable. */
  readonly prepared: readonly Prepared<M>[];
  /** Rest on durable states only. */
  readonly withoutCommit: readonly WithoutCommit<M>[];
  /** Rest on what is not durable yet, or could not be read: to be decided again. */
  readonly undecided: readonly Entry<M>[];
  /** Streams that were loaded while it was decided. */
  readonly looked: ReadonlySet<string>;
  /** The store's, if it could not be asked. */
  readonly error?: TransientError;
}

/** `loadedBefore`: streams that were loaded for this batch. Concludes nothing but conflicts. */
export const decide = async <S, M extends Message, E extends NewEvent>(
  parts: DecideParts<S, M, E> & { readonly conclude: Conclude<M> },
  waves: readonly Wave<M>[],
  loadedBefore: ReadonlySet<string>,
): Promise<DecidedBatch<M>> => {
  const ahead = new Map<string, Folded<S>>();
  const loaded = new Set(loadedBefore);
  const prepared: Prepared<M>[] = [];
  const withoutCommit: WithoutCommit<M>[] = [];
  const undecided: Entry<M>[] = [];
  let error: TransientError | undefined;

  const sort = (entry: Entry<M>, decision: MessageDecision | Error, leans: boolean): void => {
    if (decision instanceof TransientError) error = decision;
    if (!(decision instanceof Error) && decision.status === 'commit')
      prepared.push({ entry, commit: decision.commit });
    else if (leans || decision instanceof TransientError) undecided.push(entry);
    else if (decision instanceof Error)
      withoutCommit.push({ entry, conclusion: { status: 'poison', error: decision } });
    else if (decision.status === 'conflict') parts.conclude(entry, decision);
    else withoutCommit.push({ entry, conclusion: decision });
  };

  for (const wave of waves) {
    const leaning = new Set(wave.filter(({ streams }) => streams.some((stream) => ahead.has(stream))));
    const decisions = await Promise.all(
      wave.map((entry) => decideMessage(parts, entry, { loaded, ahead }).catch(asError)),
    );
    for (const [n, entry] of wave.entries()) {
      const decision = decisions[n];
      if (decision) sort(entry, decision, leaning.has(entry));
    }
  }
  const looked = loaded.difference(loadedBefore);
  return { prepared, withoutCommit, undecided, looked, ...(error && { error }) };
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
