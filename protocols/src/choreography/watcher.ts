// The watcher of choreography: it hears everything, notes it by order, and decides nothing. Nobody waits for it.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Note } from '../role.ts';
import { partOf } from '../role.ts';
import { messages } from './messages.ts';
import type { ChoreographyMessage } from './messages.ts';

type Type = ChoreographyMessage['type'];

/** Each later than the ones before it, since an order cannot be approved before it was paid for. A question says nothing new. */
const stages = {
  OrderPlaced: 'PLACED',
  StockReserved: 'RESERVED',
  StockInsufficient: 'OUT_OF_STOCK',
  PaymentCharged: 'CHARGED',
  PaymentDeclined: 'NOT_PAID',
  OrderApproved: 'APPROVED',
  OrderRejected: 'REJECTED',
} as const satisfies Partial<Record<Type, string>>;

const order = Object.values(stages);
export type Stage = (typeof order)[number];

/** `heard`: in the order in which it came, which need not be that in which it happened. */
export interface Whereabouts {
  /** The farthest that was heard of; ASKED_FOR, if somebody asks about an order of which nothing else was heard. */
  readonly status: Stage | 'ASKED_FOR';
  readonly heard: readonly Type[];
}

type Heard = Note<'Heard', { readonly type: Type }>;

/** At the orchestrator: `choreo-<order>` there answers where an order is, as far as anybody can tell who only listens. */
export const watcher = (): DeciderPart =>
  partOf<Whereabouts, ChoreographyMessage, Heard>(
    { name: 'choreo', messages },
    {
      messages: [...Object.keys(stages), 'OutcomeAsked'],
      timers: [],
      react: (_state, { type }) => ({ notes: [{ type: 'Heard', data: { type } }], sends: [] }),
      evolve: (state, { data: { type } }) => ({
        status: farther(state?.status ?? 'ASKED_FOR', type),
        heard: [...(state?.heard ?? []), type],
      }),
      wants: () => false,
    },
  );

const farther = (status: Whereabouts['status'], type: Type): Whereabouts['status'] => {
  if (type === 'OutcomeAsked') return status;
  const stage = stages[type];
  return rank(stage) > rank(status) ? stage : status;
};

const rank = (status: Whereabouts['status']): number => (status === 'ASKED_FOR' ? -1 : order.indexOf(status));
