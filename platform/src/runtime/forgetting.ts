// Forgets what ended long ago: all commits of one correlation at once, and only where nobody can need them any more.
import { isRequestId } from '../decider/message.ts';
import { parseStream } from '../decider/streams.ts';
import type { Commit } from '../store/commit.ts';
import { answeredBy, newestInstantOf, overSince } from '../store/forgetting.ts';
import type { Tombstone } from '../store/forgetting.ts';
import type { CommitStore } from '../store/store.ts';
import { documentIdOf, isFolded } from '../views/projection.ts';
import type { Projection } from '../views/projection.ts';
import type { ViewDocument } from '../views/views.ts';
import type { ReadModels } from './read-models/read-models.ts';

/** Category of a stream -> the types of event of which one closes it for good. Streams of no other category are ever closed. */
export type ClosingEvents = Readonly<Record<string, readonly string[]>>;

/**
 * Why something is kept.
 * - `UNKNOWN`: there is nothing of it. `UNSENT`: a message or a timer of it waits. `TOO_RECENT`: something happened, or a timer came
 *   due, within the retention. `NOT_SHOWN`: a read model has not seen its end yet.
 * - `OPEN`: one of its streams has not ended, or is shared with others.
 */
export type WhyKept = 'UNKNOWN' | 'UNSENT' | 'TOO_RECENT' | 'OPEN' | 'NOT_SHOWN';

export type Forgotten =
  | { readonly status: 'FORGOTTEN'; readonly commits: number }
  | { readonly status: 'KEPT'; readonly why: WhyKept };

export interface ForgettingParts {
  readonly store: CommitStore;
  readonly readModels: Pick<ReadModels, 'views' | 'isFilling'>;
  readonly projections: readonly Projection[];
  readonly closedBy: ClosingEvents;
  readonly retentionMs: number;
}

/** May be called again after whatever broke it off. Rejects with the store's error. */
export type Forget = (correlationId: string) => Promise<Forgotten>;

export const forgetting =
  (parts: ForgettingParts): Forget =>
  async (correlationId) => {
    const { store } = parts;
    const [known] = await store.tombstones([correlationId]);
    if (!known) {
      const commits = await allOf(store, correlationId);
      const why = await whyKept(parts, commits);
      if (why) return { status: 'KEPT', why };
      await store.keepTombstone(await tombstoneOf(store, correlationId, commits));
    }
    // A message that was looked up before the tombstone may have been committed since, and its answer has still to be sent.
    const all = await allOf(store, correlationId);
    if (all.some(isUnsent)) return { status: 'KEPT', why: 'UNSENT' };
    const isGone = all.length === 0 || (await store.forget(correlationId, streamsOf(all)));
    if (!isGone) return { status: 'KEPT', why: 'UNSENT' };
    return { status: 'FORGOTTEN', commits: known?.commits ?? all.length };
  };

const tombstoneOf = async (
  store: CommitStore,
  correlationId: string,
  commits: readonly Commit[],
): Promise<Tombstone> => ({
  correlationId,
  endedAt: Math.max(...commits.map(newestInstantOf)),
  forgottenAt: await store.now(),
  commits: commits.length,
  requests: commits.filter(({ _id }) => isRequestId(_id)).map(answeredBy),
});

const isUnsent = ({ pendingAt }: Commit): boolean => pendingAt !== undefined;

const streamsOf = (commits: readonly Commit[]): readonly string[] => [
  ...new Set(commits.flatMap(({ events }) => events.map(({ stream }) => stream))),
];

const PAGE = 100;

const allOf = async (store: CommitStore, correlationId: string): Promise<readonly Commit[]> => {
  const found: Commit[] = [];
  for (;;) {
    const last = found.at(-1);
    const after = last && { lamport: last.lamport, id: last._id };
    const page = await store.correlated(correlationId, after, PAGE);
    found.push(...page);
    if (page.length < PAGE) return found;
  }
};

const whyKept = async (parts: ForgettingParts, commits: readonly Commit[]): Promise<WhyKept | undefined> => {
  if (commits.length === 0) return 'UNKNOWN';
  if (commits.some(isUnsent)) return 'UNSENT';
  const until = (await parts.store.now()) - parts.retentionMs;
  if (commits.some((commit) => overSince(commit) > until)) return 'TOO_RECENT';
  for (const stream of streamsOf(commits)) {
    if (!(await isClosed(parts, stream, commits))) return 'OPEN';
    if (!(await isShown(parts, stream))) return 'NOT_SHOWN';
  }
  return undefined;
};

const isClosed = async (
  { store, closedBy }: ForgettingParts,
  stream: string,
  commits: readonly Commit[],
): Promise<boolean> => {
  const closing = closedBy[parseStream(stream).category] ?? [];
  const own = commits.flatMap(({ events }) => events.filter((event) => event.stream === stream));
  const { events } = await store.load(stream, 0);
  return own.length === events.length && own.some(({ type }) => closing.includes(type));
};

const isShown = async (
  { store, readModels, projections }: ForgettingParts,
  stream: string,
): Promise<boolean> => {
  const version = (await store.load(stream, 0)).events.length;
  for (const projection of projections.filter((one) => isFolded(one, stream))) {
    const { view } = projection;
    const [document] = await readModels.views.get<ViewDocument>(view, [documentIdOf(projection, stream)]);
    if (readModels.isFilling(view) || (document?.version ?? 0) < version) return false;
  }
  return true;
};
