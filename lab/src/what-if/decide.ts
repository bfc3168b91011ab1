// One message decided in the parallel world: by the product's own decider, on the parallel states.
import type { ServiceName } from '@saga-lab/contracts/services';
import { errorMessage } from '@saga-lab/platform/decider/errors';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { commitOf } from '@saga-lab/platform/runtime/commit-of';
import type { Ids } from '@saga-lab/platform/runtime/ports';
import type { Commit, DeciderSettings } from '@saga-lab/platform/store/commit';
import { versionsBefore } from '../rebuild/decisions.ts';
import type { ServiceDecider } from '../rebuild/services.ts';
import type { ParallelStreams, StreamAt } from './streams.ts';

/** A message that has come. */
export interface Incoming {
  readonly service: ServiceName;
  /** `receivedAt`: not before this, milliseconds since the epoch. */
  readonly message: Message & Stamp;
  readonly settings: DeciderSettings | undefined;
  /** What it led to in the record. */
  readonly recorded?: Commit;
}

/** `error`: on this the decider throws, as on what is no message for it. Nothing of it: it changes nothing. */
export interface Decided {
  readonly commit?: Commit;
  readonly refusal?: string;
  readonly error?: string;
}

export interface DecideParts {
  readonly ids: Ids;
  readonly streams: ParallelStreams;
}

type Folded = Readonly<Record<string, StreamAt>>;

export const decideIn = (parts: DecideParts, decider: ServiceDecider, incoming: Incoming): Decided => {
  const { streams } = parts;
  const read = incoming.recorded && versionsBefore(incoming.recorded);
  try {
    const names = [...new Set(decider.streams(incoming.message))];
    const asRead = foldedOf(names, (stream) => streams.asRead(stream, read?.get(stream)));
    const decided = decideOn(parts, decider, incoming, asRead);
    if (!writesBehind(decided.commit, streams)) return decided;
    return decideOn(parts, decider, incoming, foldedOf(names, streams.head));
  } catch (error) {
    return { error: errorMessage(error) };
  }
};

const foldedOf = (names: readonly string[], at: (stream: string) => StreamAt): Folded =>
  Object.fromEntries(names.map((stream) => [stream, at(stream)]));

/** Only the last version of a stream can be written on. */
const writesBehind = (commit: Commit | undefined, { head }: ParallelStreams): boolean => {
  const firsts = new Map(commit?.events.toReversed().map(({ stream, version }) => [stream, version]));
  return [...firsts].some(([stream, version]) => version !== head(stream).version + 1);
};

/** @throws as the decider, and as `commitOf`. */
const decideOn = (
  { ids }: DecideParts,
  decider: ServiceDecider,
  { service, message: come, settings, recorded }: Incoming,
  folded: Folded,
): Decided => {
  const each = Object.values(folded);
  // As the runtime does it: time never runs backwards in a stream.
  const message = { ...come, receivedAt: Math.max(come.receivedAt, ...each.map(({ at }) => at)) };
  const states = Object.fromEntries(Object.entries(folded).map(([name, { state }]) => [name, state]));
  const decision = decider.decide(states, message);
  if (decision.refusal) return { refusal: decision.refusal.detail };
  if (decision.events.length + decision.messages.length === 0) return {};
  const above = 1 + Math.max(message.lamport, ...each.map(({ lamport }) => lamport));
  const origin = {
    ids: { ...ids, unique: () => recorded?.attempt ?? 'parallel' },
    service,
    graceMs: () => 0,
    settings,
  };
  const lamport = Math.max(recorded?.lamport ?? 0, above);
  const { pendingAt: _pendingAt, ...commit } = commitOf(origin, message, { decision, folded, lamport });
  return { commit };
};
