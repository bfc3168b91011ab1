// What cannot be decided again: an operator's act that was made by what the history said then, and no longer says.
import type { Message } from '@saga-lab/platform/decider/message';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { ParallelStreams } from './streams.ts';

/** Its message is a sentence for people. */
export class Unknowable extends Error {
  override readonly name = 'Unknowable';
}

/**
 * A restore and a correction say up to which version their service had read the history of the thing.
 * @throws Unknowable if that history is another one here: who can say what the operator would have asked for?
 */
export const checkKnowable = (streams: ParallelStreams, { type, data }: Message, commit: Commit): void => {
  const { seen } = data as { readonly seen?: number };
  const stream = commit.events[0]?.stream;
  if (seen === undefined || stream === undefined) return;
  if (streams.isAsRecorded(stream) && streams.head(stream).version === seen) return;
  throw new Unknowable(
    `${type} of ${stream} at ${new Date(commit.at).toISOString()} (Lamport value ${commit.lamport}) was decided on a history that this would change; what would have been asked for then, nobody can say.`,
  );
};
