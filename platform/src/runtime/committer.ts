// Group commit: messages that wait while a batch is in flight leave together in the next one.
// Here it is decided what happened to each: committed, duplicate, conflict, poison or still unknown.
import type { NewEvent } from '../decider/decider.ts';
import { PermanentError, TransientError } from '../decider/errors.ts';
import { attributesOf } from '../decider/message.ts';
import type { Message } from '../decider/message.ts';
import type { Commit } from '../store/commit.ts';
import type { CommitStore } from '../store/store.ts';
import { decideBatch } from './decide-batch.ts';
import type { Deciding } from './deciding.ts';
import type { Handle, Outcome } from './handler.ts';
import { insertBatch } from './insert-batch.ts';
import type { Prepared, Verdicts } from './insert-batch.ts';
import type { Clock, Ids, Observation, Observer } from './ports.ts';
import { backOff } from '../decider/back-off.ts';
import { sleep } from './time.ts';
import { waiting } from './waiting.ts';
import type { Entry, Wave } from './waiting.ts';

export interface CommitterParts<S, M extends Message, E extends NewEvent> {
  readonly store: CommitStore;
  readonly deciding: Deciding<S, M, E>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly observer: Observer;
  readonly batchSize: number;
  /** Called with each new commit once it is durable, before its message's outcome is told. */
  readonly onCommitted: (commit: Commit) => void;
  /** The store went away (with the reason), or answers (`undefined`, after every batch). */
  readonly onStall: (reason: string | undefined) => void;
}

export interface Committer {
  readonly handle: Handle;
  /** Messages without an outcome. */
  size(): number;
  /** From now on nothing is decided; those who wait get a TransientError, code STOPPED. */
  stop(): void;
}

const CONFLICT_BACK_OFF = { first: 2, most: 50 };
const STALL_BACK_OFF = { first: 50, most: 2_000 };

export const committer = <S, M extends Message, E extends NewEvent>(
  parts: CommitterParts<S, M, E>,
): Committer => {
  const { deciding, store, clock, ids, observer } = parts;
  const queue = waiting<M>();
  let running = false;
  let stopped = false;
  let failures = 0;

  const settle = (entry: Entry<M>, outcome: Outcome): void => {
    queue.settled(entry);
    entry.resolve(outcome);
  };

  const poison = (entry: Entry<M>, error: unknown): void => {
    queue.settled(entry);
    entry.reject(error instanceof PermanentError ? error : new PermanentError('POISON', String(error)));
  };

  const committed = ({ entry, commit }: Prepared<M>): void => {
    deciding.cache.advance(commit);
    observer(observationOf(commit, entry.message));
    parts.onCommitted(commit);
    settle(entry, { status: 'committed', commit });
  };

  const duplicate = (entry: Entry<M>, commit: Commit): void => {
    observer({ kind: 'duplicate', id: commit._id, type: commit.input.type });
    settle(entry, { status: 'duplicate', commit });
  };

  /** Another instance was quicker on one of its streams: load again and decide again, a moment later. */
  const conflict = (entry: Entry<M>): void => {
    observer({ kind: 'conflict', id: entry.message.id, streams: entry.streams });
    for (const stream of entry.streams) deciding.cache.forget(stream);
    entry.conflicts += 1;
    void sleep(clock, backOff(entry.conflicts, CONFLICT_BACK_OFF, ids.random())).then(() => {
      queue.putBack([entry]);
      wake();
    });
  };

  const verdicts: Verdicts<M> = {
    ...parts,
    committed,
    conflict,
    poison,
    duplicate: (entry, commit) => {
      for (const stream of entry.streams) deciding.cache.forget(stream);
      duplicate(entry, commit);
    },
    putBack: queue.putBack,
  };

  const knownAmong = async (batch: readonly Entry<M>[]): Promise<ReadonlyMap<string, Commit>> => {
    const known = await store.find(batch.map((entry) => entry.message.id));
    return new Map(known.map((commit) => [commit._id, commit]));
  };

  /** The inbox: what is committed already decides nothing and sends nothing. */
  const settledAs = (entry: Entry<M>, commit: Commit | undefined): boolean => {
    if (commit) duplicate(entry, commit);
    return commit !== undefined;
  };

  const decidingParts = { deciding, knownAmong, duplicate, conflict, settle, poison };

  const runBatch = async (waves: readonly Wave<M>[]): Promise<void> => {
    const batch = waves.flat();
    const streams = batch.flatMap((entry) => entry.streams);
    const [known, loaded] = await Promise.all([knownAmong(batch), deciding.cache.warm(streams)]).catch(
      (error: unknown) => {
        queue.putBack(batch);
        throw error;
      },
    );
    const open = waves.map((wave) => wave.filter((entry) => !settledAs(entry, known.get(entry.message.id))));
    const { prepared, undecided, error } = await decideBatch(decidingParts, open, loaded);
    queue.putBack(undecided);
    await insertBatch(prepared, verdicts);
    if (error) throw error;
  };

  const run = async (): Promise<void> => {
    while (queue.hasNext() && !stopped) {
      try {
        await runBatch(queue.takeBatch(parts.batchSize));
        // It answered: whatever the stall was, be it inside the insert, it is over.
        parts.onStall(undefined);
        failures = 0;
      } catch (error) {
        failures += 1;
        parts.onStall(error instanceof Error ? error.message : String(error));
        await sleep(clock, backOff(failures, STALL_BACK_OFF, ids.random()));
      }
    }
    running = false;
  };

  const wake = (): void => {
    if (running || stopped) return;
    running = true;
    // In the next turn: what arrives together leaves together.
    void Promise.resolve().then(run);
  };

  return {
    handle: (message) => {
      const incoming = message as M;
      if (stopped) return Promise.reject(new TransientError('STOPPED', 'the service is stopping'));
      try {
        const entry = queue.join(incoming, [...new Set(deciding.decider.streams(incoming))]);
        wake();
        return entry.outcome;
      } catch (error) {
        return Promise.reject(new PermanentError('POISON', String(error), { cause: error }));
      }
    },
    size: () => queue.size(),
    stop: () => {
      stopped = true;
      queue.rejectAll(new TransientError('STOPPED', 'the service is stopping'));
    },
  };
};

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
