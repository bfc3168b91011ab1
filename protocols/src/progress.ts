// How far an order is under a protocol, at whoever plays a role: folded as the role itself folds its stream.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import { protocols } from './index.ts';
import type { Terms } from './terms.ts';

/** `state`: the role's own. */
export interface Progress {
  readonly protocol: string;
  readonly status: string;
  readonly role: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly state: unknown;
  /** As they were held. */
  readonly terms?: Terms;
}

type Fold = (state: unknown, event: unknown) => { readonly status: string };

interface Role {
  readonly name: string;
  readonly fold: Fold;
  readonly statusOf: (role: string) => string;
}

export interface ProgressView {
  readonly protocol: string;
  readonly apply: (before: Progress | undefined, event: DatedEvent) => Progress;
}

const progressOf = ({ name, fold, statusOf }: Role): ProgressView => ({
  protocol: name,
  apply: (before, { at, ...event }) => {
    const state = fold(before?.state, event);
    const role = state.status;
    const since = before?.role === role ? before.since : new Date(at).toISOString();
    const terms = (event.data as { readonly terms?: Terms }).terms ?? before?.terms;
    return { protocol: name, status: statusOf(role), role, since, state, ...(terms && { terms }) };
  },
});

type Parts = Readonly<Record<string, DeciderPart>>;

const viewsOf = (parts: Parts, statusOf: (protocol: string) => Role['statusOf']): readonly ProgressView[] =>
  Object.entries(parts).map(([name, { streamFolds }]) => {
    const fold = streamFolds[name] as Fold | undefined;
    if (!fold) throw new Error(`${name} does not say how its streams are folded`);
    return progressOf({ name, fold, statusOf: statusOf(name) });
  });

/** Of the roles at the orchestrator: each status is the role's own. */
export const transactionViews = (parts: Parts): readonly ProgressView[] =>
  viewsOf(parts, () => (role) => role);

/** Of a participant's roles: what matters is whether it can neither go on nor back alone. */
export const holdViews = (parts: Parts): readonly ProgressView[] =>
  viewsOf(parts, (name) => {
    const inDoubt = protocols.find((protocol) => protocol.name === name)?.inDoubt ?? [];
    return (role) => (inDoubt.includes(role) ? 'IN_DOUBT' : 'SETTLED');
  });
