// The picture of one saga at a moment: what had happened, a rule that says now, and what was still to come.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { History, Recorded } from '../checker/history.ts';
import type { CommitsByService } from '../client/documents.ts';
import type { Paint } from '../show/paint.ts';
import { timeline } from '../show/timeline.ts';
import type { Cut } from './cut.ts';
import { messagesInFlight } from './in-flight.ts';
import { instantOf } from './steps.ts';

/** So much later, in milliseconds, is what had not happened yet, whatever the clocks say. */
const LATER_MS = 0.001;

/** @param cut of the history of one saga */
export const pictureAt = (cut: Cut, paint: Paint, width?: number): readonly string[] => {
  const past = new Set(cut.history.all.map(keyOf));
  const now = instantOf(cut) ?? -Infinity;
  const inFlight = new Set(messagesInFlight(cut).map(({ entry }) => entry.id));
  const commits = byService(cut.whole, (recorded) =>
    past.has(keyOf(recorded)) ? notArrived(recorded.commit, inFlight) : recorded.commit,
  );
  const timeOf = (recorded: Recorded): number =>
    past.has(keyOf(recorded)) ? recorded.commit.at : Math.max(recorded.commit.at, now + LATER_MS);
  return timeline(commits, paint, { width, timeOf, now });
};

const keyOf = ({ service, commit }: Recorded): string => `${service}/${commit._id}`;

const byService = ({ all }: History, change: (recorded: Recorded) => Commit): CommitsByService =>
  ofEveryService((name) => all.flatMap((one) => (one.service === name ? [change(one)] : [])));

/** Drawn as what is on its way. */
const notArrived = (commit: Commit, inFlight: ReadonlySet<string>): Commit => ({
  ...commit,
  sent: commit.sent.filter((n) => !inFlight.has(commit.outbox[n]?.id ?? '')),
});
