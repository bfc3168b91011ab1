// I-20: every commit, decided again on the states and with the settings of its moment, is the same again.
import type { Commit } from '@saga-lab/platform/store/commit';
import { upToDate } from '@saga-lab/platform/store/schema-versions';
import { firstDifference } from './difference.ts';
import type { DecidedAgain, Facts } from './facts.ts';
import type { Verdict } from './verdict.ts';
import { count, verdict } from './verdict.ts';

export const decidedTheSame = ({ decidedAgain }: Facts): Verdict => {
  const { kept, all } = meanBytes(decidedAgain);
  return verdict('I-20', decidedAgain.flatMap(finding), {
    holds: `Every decision can be made again: ${count(decidedAgain.length, 'commit')}, each with the same events, messages and timers; what it was decided on takes ${kept} of ${all} bytes a commit.`,
    violated: 'A decision comes out otherwise when it is made again.',
  });
};

const finding = (again: DecidedAgain): readonly string[] => {
  const { service, commit, on } = again;
  const what = `${commit.input.type} at ${service} (${commit._id}), decided again on ${on.join(', ')}`;
  if (again.error !== undefined) return [`${what}: ${again.error}.`];
  const { outbox } = commit;
  // What was decided in the shape of old days is decided today in the shape of today.
  const difference = firstDifference(again.decided, { events: commit.events.map(upToDate), outbox });
  if (!difference) return [];
  const { path, left, right } = difference;
  return [`${what}: ${path} is ${shown(left)}, and the commit has ${shown(right)}.`];
};

const MOST_SHOWN = 120;

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
};

/** As JSON in UTF-8: what was kept to decide it again, and all that a commit says for ever: not its marks, nor its place in a list. */
const meanBytes = (decidedAgain: readonly DecidedAgain[]) => {
  const mean = (sizeOf: (one: DecidedAgain) => number) =>
    Math.round(decidedAgain.reduce((sum, one) => sum + sizeOf(one), 0) / Math.max(1, decidedAgain.length));
  return {
    kept: mean(({ commit: { input, reads, settings } }) => bytesOf({ input, reads, settings })),
    all: mean(({ commit }) => bytesOf(lasting(commit))),
  };
};

const lasting = (commit: Commit): Omit<Commit, 'sent' | 'pendingAt'> => ({
  _id: commit._id,
  ...(commit.writes && { writes: commit.writes }),
  ...(commit.reads && { reads: commit.reads }),
  at: commit.at,
  lamport: commit.lamport,
  correlationId: commit.correlationId,
  causationId: commit.causationId,
  attempt: commit.attempt,
  input: commit.input,
  ...(commit.settings && { settings: commit.settings }),
  events: commit.events,
  outbox: commit.outbox,
});

const encoder = new TextEncoder();
const bytesOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;
