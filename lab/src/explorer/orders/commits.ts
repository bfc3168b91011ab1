// What happened in a world as the commits that its services would have made of it: for checks and pictures that know only those.
import { schemaVersionOf } from '@saga-lab/contracts/schema-versions';
import { ofEveryService } from '@saga-lab/contracts/services';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import type { Commit, OutboxEntry } from '@saga-lab/platform/store/commit';
import type { CommitsByService } from '../../client/documents.ts';
import type { Happening } from '../system/roles.ts';

/** One commit that stands alone. */
export const commitOf = (happening: Happening): Commit =>
  commitAt(happening, 0, { _id: '', versionOf: () => 1 });

/** `n`: the step; time is told in steps, a millisecond each. */
const commitAt = (
  { message, events, sent }: Happening,
  n: number,
  { _id, versionOf }: { readonly _id: string; readonly versionOf: (event: NewEvent) => number },
): Commit => {
  const { id: _, correlationId, causationId, ...input } = message;
  const outbox = sent.map((entry, place): OutboxEntry => ({ ...entry, id: `${n}.${place}` }));
  return {
    _id,
    at: n,
    lamport: n + 1,
    correlationId,
    causationId,
    attempt: '',
    input: { ...input, receivedAt: n, random: 0.5 },
    events: events.map((event) => ({
      ...event,
      version: versionOf(event),
      schemaVersion: schemaVersionOf(event.type),
    })),
    outbox,
    sent: [...outbox.keys()],
  };
};

/** Of the steps of a way, the first one first; what changed nothing and sent nothing is no commit. */
export const commitsOf = (happenings: readonly (Happening | undefined)[]): CommitsByService => {
  const versions = new Map<string, number>();
  const versionOf = ({ stream }: NewEvent): number => {
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    return version;
  };
  const made: { readonly role: string; readonly commit: Commit }[] = [];
  happenings.forEach((happening, n) => {
    if (!happening || happening.events.length + happening.sent.length === 0) return;
    const before = made.map(({ commit }) => commit);
    const _id = idOf(happening.message, before) ?? `http:${n}`;
    made.push({ role: happening.role, commit: commitAt(happening, n, { _id, versionOf }) });
  });
  return ofEveryService((service) => made.filter(({ role }) => role === service).map(({ commit }) => commit));
};

/** That of the message that was sent last and not taken in before, or of one that was; none for a request from outside. */
const idOf = ({ type, correlationId }: Message, before: readonly Commit[]): string | undefined => {
  const taken = new Set(before.map(({ _id }) => _id));
  const sent = before
    .filter((commit) => commit.correlationId === correlationId)
    .flatMap(({ outbox }) => outbox)
    .filter((entry) => entry.type === type);
  return (sent.findLast(({ id }) => !taken.has(id)) ?? sent.at(-1))?.id;
};
