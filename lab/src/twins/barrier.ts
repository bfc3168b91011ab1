// Bugs of the barrier, which makes repeated, late and overtaking commands harmless.
import { CURRENCY } from '@saga-lab/contracts/primitives';
import { categories } from '@saga-lab/contracts/streams';
import type { CommandAnswered, Guarded } from '@saga-lab/platform/decider/barrier';
import type { States } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { streamOf } from '@saga-lab/platform/decider/streams';
import type { Payment } from '@saga-lab/payment-service/domain/payment';
import { inDecider } from './planted.ts';
import type { AnyDecider, PlantedBug } from './planted.ts';

type Note = CommandAnswered['data'];

/** What the barrier remembers of a command; `undefined`: nothing. */
type Remember = (note: Note, command: Message) => Note | undefined;

const isGuarded = (state: unknown): state is Guarded<unknown> =>
  typeof state === 'object' && state !== null && 'answered' in state;

const rememberedIn = (state: unknown, remember: (note: Note) => Note | undefined): unknown => {
  if (!isGuarded(state)) return state;
  const notes = Object.entries(state.answered).flatMap(([key, note]) => {
    const kept = remember(note);
    return kept ? [[key, kept] as const] : [];
  });
  return { ...state, answered: Object.fromEntries(notes) };
};

/** Decides as if the barrier remembered so much, and no more. */
const remembering = (remember: Remember) =>
  inDecider(({ decide }) => ({
    decide: (states, message) =>
      decide(
        Object.fromEntries(
          Object.entries(states).map(([stream, state]) => [
            stream,
            rememberedIn(state, (note) => remember(note, message)),
          ]),
        ),
        message,
      ),
  }));

export const noBarrier: PlantedBug = {
  name: 'no barrier',
  mechanism: 'the barrier, for all commands',
  rules: ['R-11', 'R-38'],
  consequence:
    'A repeated command cannot be answered: what was done already is refused as a bug, and the saga waits.',
  breaks: ['I-3', 'I-4', 'I-5', 'I-6', 'I-9'],
  change: remembering(() => undefined),
};

export const actionWithoutBarrier: PlantedBug = {
  name: 'action without barrier',
  mechanism: 'the barrier, for actions only',
  rules: ['R-38'],
  consequence: 'An action that comes after its own compensation takes effect, and nobody undoes it any more.',
  breaks: ['I-4', 'I-5', 'I-6', 'I-9'],
  change: remembering((note, { operation }) => (operation === 'action' ? undefined : note)),
};

export const compensationWithoutBarrier: PlantedBug = {
  name: 'compensation without barrier',
  mechanism: 'the barrier, for compensations only',
  rules: ['R-38', 'R-39'],
  consequence:
    'A compensation that finds nothing to undo, or undoes it a second time, fails: the saga is never undone.',
  breaks: ['I-3', 'I-4', 'I-5', 'I-9'],
  change: remembering((note, { operation }) => (operation === 'compensation' ? undefined : note)),
};

export const refusedUndone: PlantedBug = {
  name: 'a refused action is undone',
  mechanism: 'the empty answer after a refusal',
  rules: ['R-38', 'R-41'],
  consequence:
    'The compensation of a step that was refused meanwhile tries to undo what never happened, and fails.',
  breaks: ['I-3', 'I-4', 'I-9'],
  change: remembering((note, { operation }) =>
    operation === 'compensation' && note.refused ? { ...note, refused: false } : note,
  ),
};

export const noTombstone: PlantedBug = {
  name: 'no tombstone',
  mechanism: 'the tombstone of an empty compensation',
  rules: ['R-38'],
  consequence: 'An action that was overtaken by its compensation takes effect afterwards, and stays.',
  breaks: ['I-4', 'I-6'],
  change: inDecider(({ decide }) => ({
    decide: (states, message) => {
      const decision = decide(states, message);
      const isEmpty = decision.messages.some(({ answer }) => answer === 'EMPTY');
      return isEmpty ? { ...decision, events: [] } : decision;
    },
  })),
};

const paymentIn = (states: States<unknown>, orderId: string): Payment | undefined => {
  const state = states[streamOf(categories.payment, orderId)];
  return isGuarded(state) ? (state.state as Payment | undefined) : undefined;
};

/** Gives the money back with every copy of the command. */
const refundingAgain =
  ({ decide }: AnyDecider): AnyDecider['decide'] =>
  (states, message) => {
    const decision = decide(states, message);
    if (message.type !== 'RefundPayment' || decision.events.length > 0) return decision;
    const { orderId, customerId } = message.data as { orderId: string; customerId: string };
    const payment = paymentIn(states, orderId);
    if (payment?.status !== 'REFUNDED') return decision;
    const stream = streamOf(categories.account, customerId);
    const data = { orderId, amount: payment.amount, currency: CURRENCY };
    return { ...decision, events: [{ stream, type: 'AmountRefunded', data }] };
  };

export const refundTwice: PlantedBug = {
  name: 'refund not idempotent',
  mechanism: 'the refusal to give back twice, should the barrier fail',
  rules: ['R-11', 'R-38'],
  consequence: 'A refund that is asked for twice is paid twice.',
  breaks: ['I-1', 'I-4', 'I-5', 'I-9'],
  change: inDecider((decider) => ({ decide: refundingAgain(decider) }), 'payment-service'),
};

export const barrierBugs = [
  noBarrier,
  actionWithoutBarrier,
  compensationWithoutBarrier,
  refusedUndone,
  noTombstone,
  refundTwice,
];
