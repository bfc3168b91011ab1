// A person decides about one hold, where nobody else can be waited for.
import type { States } from '@saga-lab/platform/decider/decider';
import type { DecideByHand, Setting } from './protocol.ts';
import { refused } from './role.ts';
import type { Note, Reaction } from './role.ts';

export type DecidedByHand = Note<'DecidedByHand', Pick<DecideByHand, 'outcome' | 'reason' | 'by'>>;

/** How a protocol calls a hold in doubt, and what becomes of it. */
interface Statuses {
  readonly inDoubt: string;
  readonly COMMIT: string;
  readonly ABORT: string;
}

interface Held {
  readonly resource: Setting['resource'];
  readonly states: States<never>;
}

/** `status`: of the hold now. Nobody else is told: whoever else is in doubt stays so. */
export const decideByHand = (
  status: string,
  statuses: Statuses,
  asked: DecideByHand,
  { resource, states }: Held,
): Reaction<DecidedByHand> => {
  const { orderId, outcome, reason, by } = asked;
  const isSettled = status === statuses.COMMIT || status === statuses.ABORT;
  if (isSettled && status !== statuses[outcome])
    return refused('DECIDED_OTHERWISE', `order ${orderId} is ${status} here`);
  if (status !== statuses.inDoubt) return refused('NOT_IN_DOUBT', `order ${orderId} is ${status} here`);
  return {
    notes: [{ type: 'DecidedByHand', data: { outcome, reason, by } }],
    effects:
      asked.outcome === 'COMMIT'
        ? resource.confirm(states, asked.terms)
        : resource.release(states, { wanted: asked.terms, reason: 'DECIDED_BY_HAND' }),
    sends: [],
  };
};
