// Decides what waits together. Who shares a stream with somebody before it decides on what that one will leave behind,
// so that a stream that everybody writes needs no round trip to the store for each of them.
import type { NewEvent } from '../decider/decider.ts';
import { TransientError } from '../decider/errors.ts';
import type { Message } from '../decider/message.ts';
import { decideMessage } from './deciding.ts';
import type { Decided, Deciding } from './deciding.ts';
import type { Outcome } from './handler.ts';
import type { Prepared } from './insert-batch.ts';
import type { Folded } from './stream-cache.ts';
import type { Entry, Wave } from './waiting.ts';

export interface DecideBatchParts<S, M extends Message, E extends NewEvent> {
  readonly deciding: Deciding<S, M, E>;
  readonly settle: (entry: Entry<M>, outcome: Outcome) => void;
  readonly poison: (entry: Entry<M>, error: unknown) => void;
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
  { deciding, settle, poison }: DecideBatchParts<S, M, E>,
  waves: readonly Wave<M>[],
  loaded: ReadonlySet<string>,
): Promise<DecidedBatch<M>> => {
  const ahead = new Map<string, Folded<S>>();
  const prepared: Prepared<M>[] = [];
  const undecided: Entry<M>[] = [];
  let error: TransientError | undefined;

  const conclude = (entry: Entry<M>, result: Decided | Error, leans: boolean): void => {
    if (result instanceof TransientError) error = result;
    if (!(result instanceof Error) && result.status === 'commit')
      prepared.push({ entry, commit: result.commit });
    else if (leans || result instanceof TransientError) undecided.push(entry);
    else if (result instanceof Error) poison(entry, result);
    else settle(entry, result);
  };

  for (const wave of waves) {
    const leaning = new Set(wave.filter(({ streams }) => streams.some((stream) => ahead.has(stream))));
    const results = await Promise.all(
      wave.map((entry) => decideMessage(deciding, entry, { loaded, ahead }).catch(asError)),
    );
    results.forEach((result, n) => {
      const entry = wave[n];
      if (entry) conclude(entry, result, leaning.has(entry));
    });
  }
  return { prepared, undecided, ...(error && { error }) };
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
