// `lab follow`: what happens to sagas, line by line, as it happens.
import { setTimeout } from 'node:timers/promises';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { SagaEvent } from '@saga-lab/saga-orchestrator/saga/state';
import type { Lab } from '../../client/lab.ts';
import { sentenceOf } from '../../show/story.ts';

const LOOK_EVERY_MS = 250;
const FULL_PAGE = 100;

export interface FollowedLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly saga: string;
  readonly sentence: string;
}

export interface FollowOptions {
  readonly write: (line: FollowedLine) => void;
  /** Only this saga. */
  readonly saga?: string | undefined;
  readonly signal: AbortSignal;
}

/** From now on, until `signal` aborts. It reads the history of the orchestrator through REST, and changes nothing. */
export const follow = async (lab: Lab, { write, saga, signal }: FollowOptions): Promise<void> => {
  let position = await endOfHistory(lab);
  while (!signal.aborted) {
    const { items, next } = await lab.commitsAfter('saga-orchestrator', position);
    for (const line of items.flatMap(linesOf)) if (saga === undefined || line.saga === saga) write(line);
    position = next ?? position;
    if (items.length === 0) await pause(signal);
  }
};

const endOfHistory = async (lab: Lab): Promise<string> => {
  for (let position = ''; ;) {
    const { items, next } = await lab.commitsAfter('saga-orchestrator', position, FULL_PAGE);
    position = next ?? position;
    if (items.length < FULL_PAGE) return position;
  }
};

export const linesOf = (commit: Commit): readonly FollowedLine[] =>
  commit.events.flatMap((event) => {
    const sentence = sentenceOf(event as unknown as SagaEvent);
    return sentence === undefined ? [] : [{ at: commit.at, saga: commit.correlationId, sentence }];
  });

/** Ends early, without a word, when it is told to. */
const pause = (signal: AbortSignal): Promise<void> =>
  setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
