// The one thing that is otherwise in a parallel history.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';

export interface Change {
  /** Commits of the record that do not come, by `keyOf`. */
  readonly without: ReadonlySet<string>;
  /** Fields of the data that messages of commits have otherwise, by `keyOf`. */
  readonly otherwise: ReadonlyMap<string, object>;
  readonly inserted?: Inserted;
}

/** A message that comes once everything has happened that had happened by `at`, milliseconds since the epoch. */
export interface Inserted {
  readonly at: number;
  readonly service: ServiceName;
  /** The thing that it is about. */
  readonly stream: string;
  /** @param state of that stream, as its decider keeps it; `undefined` for one without events. */
  readonly messageOn: (state: unknown) => Message & Stamp;
}

export const noChange: Change = { without: new Set(), otherwise: new Map() };

/** The same change, and these commits do not come either. */
export const withoutToo = (change: Change, more: ReadonlySet<string>): Change => ({
  ...change,
  without: new Set([...change.without, ...more]),
});
