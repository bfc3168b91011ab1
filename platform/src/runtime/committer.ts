// Group commit: messages that wait while a batch is in flight leave together in the next one, one batch after the other.
import { backOff } from '../decider/back-off.ts';
import type { NewEvent } from '../decider/decider.ts';
import { errorMessage, PermanentError, TransientError } from '../decider/errors.ts';
import type { Message } from '../decider/message.ts';
import type { Commit } from '../store/commit.ts';
import type { CommitStore } from '../store/store.ts';
import { runBatch } from './batch/batch.ts';
import { beginnings } from './batch/beginnings.ts';
import { concluding } from './batch/conclude.ts';
import { doubt, rivalry } from './batch/doubt.ts';
import type { DecideParts } from './batch/decide-message.ts';
import { waiting as newWaiting } from './batch/gather.ts';
import type { Entry } from './batch/gather.ts';
import type { Handle } from './handler.ts';
import type { Clock, Observer } from './ports.ts';
import { sleep } from './time.ts';

export interface CommitterParts<S, M extends Message, E extends NewEvent> extends DecideParts<S, M, E> {
  readonly store: CommitStore;
  /** Whether the service may have forgotten anything. */
  readonly forgets: boolean;
  readonly clock: Clock;
  readonly observer: Observer;
  /** Most messages of one batch. */
  readonly batchSize: number;
  /** Called with each new commit once it is durable, before its message's outcome is told. */
  readonly onCommitted: (commit: Commit) => void;
  /** A message has to be decided again: mostly, another instance was faster. */
  readonly onConflict: () => void;
  /** The store went away (with the reason), or answers (`undefined`, after every batch). */
  readonly onStall: (reason: string | undefined) => void;
}

export interface Committer {
  /** A message with an age is refused if it has not been decided by `expiresAt`, milliseconds by the database's clock. */
  readonly handle: (message: Message, expiresAt?: number) => ReturnType<Handle>;
  /** Messages without an outcome. */
  size(): number;
  /** From now on nothing is decided; those who wait get a TransientError, code STOPPED. */
  stop(): void;
}

/** Whatever is behind a conflict is decided again, so where others write the same streams fewer are decided at once. */
const LEAST_AT_ONCE = 4;
const CONFLICT_BACK_OFF = { first: 2, most: 50 };
const STALL_BACK_OFF = { first: 50, most: 2_000 };

export const committer = <S, M extends Message, E extends NewEvent>(
  parts: CommitterParts<S, M, E>,
): Committer => {
  const { decider, clock, ids, batchSize, onStall, onConflict } = parts;
  const waiting = newWaiting<M>();
  const rivals = rivalry(clock);
  let running = false;
  let stopped = false;
  let failures = 0;
  let most = batchSize;
  let lost = 0;

  /** Whoever lost a conflict decides again, a moment later. */
  const again = (entry: Entry<M>): void => {
    entry.conflicts += 1;
    lost += 1;
    rivals.raise();
    onConflict();
    void sleep(clock, backOff(entry.conflicts, CONFLICT_BACK_OFF, ids.random())).then(() => {
      waiting.putBack([entry]);
      wake();
    });
  };
  const repeats = doubt(clock);
  const shared = { ...parts, waiting, doubt: repeats, rivals, beginnings: beginnings() };
  const batchParts = { ...shared, conclude: concluding({ ...shared, again }) };

  const run = async (): Promise<void> => {
    while (waiting.hasNext() && !stopped) {
      try {
        const before = lost;
        await runBatch(batchParts, most);
        most =
          lost === before ? Math.min(batchSize, 2 * most) : Math.max(LEAST_AT_ONCE, Math.floor(most / 2));
        // It answered: whatever the stall was, be it inside the insert, it is over.
        onStall(undefined);
        failures = 0;
      } catch (error) {
        failures += 1;
        repeats.raise();
        onStall(errorMessage(error));
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
    handle: (message, expiresAt = Infinity) => {
      const incoming = message as M;
      if (stopped) return Promise.reject(stopping());
      try {
        const entry = waiting.join(incoming, [...new Set(decider.streams(incoming))], expiresAt);
        wake();
        return entry.outcome;
      } catch (error) {
        return Promise.reject(new PermanentError('POISON', String(error), { cause: error }));
      }
    },
    size: () => waiting.size(),
    stop: () => {
      stopped = true;
      waiting.rejectAll(stopping());
    },
  };
};

const stopping = () => new TransientError('STOPPED', 'the service is stopping');
