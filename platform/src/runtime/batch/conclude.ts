// Stage 6 of a batch, and the only place where a message gets its outcome, whatever stage it comes from.
import { PermanentError } from '../../decider/errors.ts';
import { attributesOf } from '../../decider/message.ts';
import type { Message } from '../../decider/message.ts';
import type { Commit } from '../../store/commit.ts';
import type { Outcome } from '../handler.ts';
import type { Observation, Observer } from '../ports.ts';
import type { StreamCache } from '../stream-cache.ts';
import type { Doubt } from './doubt.ts';
import type { Entry, Waiting } from './gather.ts';

/**
 * - `overtaken`: committed by another instance after the inbox was asked, so the states in memory lag behind.
 * - `poison`: it can never be decided.
 * - `conflict`: one of its streams has grown since it was in memory, mostly by another instance.
 */
export type Conclusion =
  | Outcome
  | { readonly status: 'overtaken'; readonly commit: Commit }
  | { readonly status: 'poison'; readonly error: unknown }
  | { readonly status: 'conflict' };

export type Conclude<M extends Message> = (entry: Entry<M>, conclusion: Conclusion) => void;

export interface ConcludeParts<M extends Message> {
  readonly waiting: Waiting<M>;
  readonly cache: Pick<StreamCache<unknown>, 'advance' | 'forget'>;
  readonly observer: Observer;
  /** Called with each new commit once it is durable, before its message's outcome is told. */
  readonly onCommitted: (commit: Commit) => void;
  readonly doubt: Doubt;
  /** Brings the message back to the front, a moment later. */
  readonly again: (entry: Entry<M>) => void;
}

export const concluding = <M extends Message>({
  waiting,
  cache,
  observer,
  onCommitted,
  doubt,
  again,
}: ConcludeParts<M>): Conclude<M> => {
  const settle = (entry: Entry<M>, outcome: Outcome): void => {
    if (outcome.status === 'duplicate') {
      doubt.raise();
      observer({ kind: 'duplicate', id: outcome.commit._id, type: outcome.commit.input.type });
    }
    waiting.settled(entry);
    entry.resolve(outcome);
  };
  const forget = (entry: Entry<M>): void => {
    entry.streams.forEach(cache.forget);
  };

  return (entry, conclusion) => {
    switch (conclusion.status) {
      case 'committed':
        cache.advance(conclusion.commit);
        observer(observationOf(conclusion.commit, entry.message));
        onCommitted(conclusion.commit);
        settle(entry, conclusion);
        return;
      case 'overtaken':
        forget(entry);
        settle(entry, { status: 'duplicate', commit: conclusion.commit });
        return;
      case 'duplicate':
      case 'unchanged':
      case 'refused':
        settle(entry, conclusion);
        return;
      case 'poison':
        waiting.settled(entry);
        entry.reject(poisonOf(conclusion.error));
        return;
      case 'conflict':
        observer({ kind: 'conflict', id: entry.message.id, streams: entry.streams });
        forget(entry);
        again(entry);
    }
  };
};

const poisonOf = (error: unknown): PermanentError =>
  error instanceof PermanentError ? error : new PermanentError('POISON', String(error));

const observationOf = (commit: Commit, { time: sentAt }: Message): Observation => ({
  kind: 'committed',
  id: commit._id,
  type: commit.input.type,
  attributes: attributesOf(commit.input),
  sent: commit.outbox,
  causationId: commit.causationId,
  at: commit.at,
  sentAt,
  events: commit.events,
});
