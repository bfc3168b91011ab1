// One batch, from the messages that wait to the outcome of each: gather, look up, load, decide, insert, conclude.
import type { NewEvent } from '../../decider/decider.ts';
import type { TransientError } from '../../decider/errors.ts';
import type { Message } from '../../decider/message.ts';
import type { Beginnings } from './beginnings.ts';
import type { Conclude } from './conclude.ts';
import type { Doubt } from './doubt.ts';
import { decide } from './decide.ts';
import type { WithoutCommit } from './decide.ts';
import type { DecideParts } from './decide-message.ts';
import type { Entry, Waiting } from './gather.ts';
import { insert } from './insert.ts';
import type { InsertParts } from './insert.ts';
import { load } from './load.ts';
import { answerOf, lookUp } from './look-up.ts';
import type { InboxParts } from './look-up.ts';

export interface BatchParts<S, M extends Message, E extends NewEvent>
  extends DecideParts<S, M, E>, InsertParts<M> {
  readonly waiting: Waiting<M>;
  /** Whether messages may be repeated. */
  readonly doubt: Doubt;
  /** Whether other instances write the same streams, so that states in memory may be old. */
  readonly rivals: Doubt;
  readonly beginnings: Beginnings;
}

/**
 * Gathers up to `most` messages. When it is over, each of them has been concluded or waits again.
 * Rejects with the store's error if the store could not be asked.
 */
export const runBatch = async <S, M extends Message, E extends NewEvent>(
  parts: BatchParts<S, M, E>,
  most: number,
): Promise<void> => {
  const { waiting, conclude } = parts;
  const waves = waiting.gather(most);
  const entries = waves.flat();
  const doubtful = parts.doubt.isThere() || parts.forgets ? entries : entries.filter(hasLost);
  const [inbox, loaded] = await Promise.all([
    lookUp(parts, doubtful),
    load(parts, entries, { isShared: parts.rivals.isThere(), areNew: doubtful.length === 0 }),
  ]).catch((error: unknown) => {
    waiting.putBack(entries);
    throw error;
  });
  const isNew = (entry: Entry<M>): boolean => {
    const answer = answerOf(entry, inbox, parts.now());
    if (answer) conclude(entry, answer);
    return answer === undefined;
  };
  const open = waves.map((wave) => wave.filter(isNew));
  const { prepared, withoutCommit, undecided, looked, error } = await decide(parts, open, loaded);
  parts.beginnings.learn(entries, new Map([...looked].map((stream) => [stream, false])));
  const doubt = await concludeWithoutCommit(parts, withoutCommit);
  const behind = await insert(parts, prepared);
  waiting.putBack([...behind, ...undecided, ...doubt.undecided]);
  const failure = doubt.error ?? error;
  if (failure) throw failure;
};

/** Who was quicker may have been so with this very message. */
const hasLost = <M extends Message>({ conflicts }: Entry<M>): boolean => conflicts > 0;

/**
 * What such an outcome rests on may hold the message's own effect already: another instance has committed it since the
 * inbox was asked. So the inbox is asked once more.
 */
const concludeWithoutCommit = async <M extends Message>(
  parts: InboxParts & { readonly conclude: Conclude<M> },
  withoutCommit: readonly WithoutCommit<M>[],
): Promise<{ readonly undecided: readonly Entry<M>[]; readonly error?: TransientError }> => {
  if (withoutCommit.length === 0) return { undecided: [] };
  const entries = withoutCommit.map(({ entry }) => entry);
  try {
    const inbox = await lookUp(parts, entries);
    for (const { entry, conclusion } of withoutCommit)
      parts.conclude(entry, answerOf(entry, inbox, parts.now()) ?? conclusion);
    return { undecided: [] };
  } catch (error) {
    return { undecided: entries, error: error as TransientError };
  }
};
