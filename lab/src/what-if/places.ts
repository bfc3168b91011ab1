// Where the events of the record are in a parallel history: an operator who names a version means what it was, and not its number.
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Commit } from '@saga-lab/platform/store/commit';
import { isShared } from '../checker/shared-streams.ts';
import type { Decided } from './decide.ts';
import type { ParallelStreams } from './streams.ts';

/** What became of one event of the record. */
export interface Place {
  /** Its version in the parallel history; nothing if it is not there. */
  readonly version: number | undefined;
  /** The last version of its stream when it had come, or should have. */
  readonly behind: number;
  /** Its message came, and was not refused. */
  readonly wasSaid: boolean;
}

export interface Places {
  /** Notes what a recorded commit came to; `undefined`: its message did not come. */
  readonly note: (recorded: Commit, decided: Decided | undefined) => void;
  /** Of stock or an account; `version`: that of the record. */
  readonly of: (stream: string, version: number) => Place | undefined;
  /** Whether what an operator asked for under an id with this end is not there. */
  readonly isMissing: (ending: string) => boolean;
}

/** @param without commits that do not come, by `keyOf`: known from the beginning, as clocks of two services may disagree about what came first */
export const placesIn = (
  { head }: Pick<ParallelStreams, 'head'>,
  without: ReadonlySet<string> = new Set(),
): Places => {
  const places = new Map<string, Place>();
  const missing = new Set(without);

  const note: Places['note'] = (recorded, decided) => {
    const shared = recorded.events.filter(({ stream }) => isShared(stream));
    const { commit } = decided ?? {};
    if (shared.length > 0 && !commit) missing.add(recorded._id);
    const left = [...(commit?.events ?? [])];
    for (const { stream, version } of shared)
      places.set(`${stream}@${version}`, placeOf(stream, firstOf(stream, left)?.version, decided));
  };

  const placeOf = (stream: string, version: number | undefined, decided: Decided | undefined): Place => ({
    version,
    behind: version ?? head(stream).version,
    wasSaid: wasSaid(decided),
  });

  return {
    note,
    of: (stream, version) => places.get(`${stream}@${version}`),
    isMissing: (ending) => [...missing].some((id) => id.endsWith(ending)),
  };
};

/** The first event of the stream, taken out: the next time it is the next one. */
const firstOf = (stream: string, left: RecordedEvent[]): RecordedEvent | undefined => {
  const at = left.findIndex((event) => event.stream === stream);
  return at === -1 ? undefined : left.splice(at, 1)[0];
};

const wasSaid = (decided: Decided | undefined): boolean =>
  decided !== undefined && decided.refusal === undefined && decided.error === undefined;
