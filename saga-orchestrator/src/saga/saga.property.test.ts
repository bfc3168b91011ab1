// Whatever reaches a saga, in whatever order and however often: its promises hold.
import type { Outgoing } from '@saga-lab/platform/decider/message';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  abort,
  approvalRefused,
  approved,
  at,
  cancelled,
  charged,
  decider,
  declined,
  definition,
  insufficient,
  placed,
  refunded,
  rejected,
  released,
  reserved,
  resolve,
  retry,
  shipped,
  timer,
} from '../testing/order-saga.ts';
import type { StampedMessage } from '../testing/order-saga.ts';
import type { Saga, SagaEvent, Task } from './state.ts';
import { activeOf, openTask } from './state.ts';

const { steps } = definition;
const replies = [
  ...[placed, reserved, insufficient, charged, declined, approved, approvalRefused, shipped],
  ...[refunded, released, rejected],
];
const rejectedByBarrier = [reserved, charged, approved, shipped].map((reply): StampedMessage => ({
  ...reply,
  type: 'CommandRejected',
  answer: 'HANGING_REJECTED',
}));

/** What happens next to the saga: the open command is answered, or anything at all arrives. */
type Move =
  | { readonly kind: 'answer'; readonly refuse: boolean }
  | { readonly kind: 'timer'; readonly ms: number }
  | { readonly kind: 'message'; readonly message: StampedMessage };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), refuse: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('timer' as const), ms: fc.nat(70_000) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('message' as const),
      message: fc.constantFrom<StampedMessage>(
        ...replies,
        ...rejectedByBarrier,
        cancelled,
        abort,
        retry,
        resolve,
      ),
    }),
  },
);

interface Played {
  readonly events: SagaEvent[];
  readonly sent: Outgoing[];
  readonly states: (Saga<unknown> | undefined)[];
}

const play = (moves: readonly Move[]): Played => {
  const played: Played = { events: [], sent: [], states: [] };
  let state: ReturnType<typeof decider.evolve> | undefined;
  let now = 0;
  for (const next of moves) {
    if (next.kind === 'timer') now += next.ms;
    const decision = decider.decide({ 'saga-o1': state }, at(now, messageOf(next, state)));
    state = decision.events.reduce<typeof state>(decider.evolve, state);
    played.events.push(...decision.events);
    played.sent.push(...decision.messages.filter(({ type }) => type !== 'SagaTimer'));
    played.states.push(state);
  }
  return played;
};

const messageOf = (next: Move, state: Saga<unknown> | undefined): StampedMessage => {
  if (next.kind === 'message') return next.message;
  const active = state && activeOf(state);
  if (next.kind === 'timer') return timer(timerOf(active), 0);
  if (!active) return placed;
  const type = answerTo(openTask(active), next.refuse);
  return replies.find((reply) => reply.type === type) ?? placed;
};

const timerOf = (active: ReturnType<typeof activeOf>): number => active?.timer?.n ?? 1;

const answerTo = ({ step, operation }: Task, refuse: boolean): string | undefined => {
  const row = steps[placeOf(step)];
  if (operation === 'compensation') return row?.compensated;
  return (refuse ? row?.refused : undefined) ?? row?.succeeded;
};

const placeOf = (step: string | undefined) => steps.findIndex((row) => row.step === step);
const isTerminal = (state: Saga<unknown> | undefined) =>
  state?.status === 'COMPLETED' || state?.status === 'COMPENSATED';
const undoing = ({ operation }: Outgoing) => operation === 'compensation';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const always = (promise: (played: Played) => void) => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      promise(play(moves));
    }),
    { seed, numRuns: 1_000 },
  );
};

describe(`any saga (SEED=${seed})`, () => {
  // @mutation The saga: the last compensation [twin: last compensation skipped]
  it('undoes in reverse order, one step after the other, down to the first', () => {
    always(({ sent, states }) => {
      const places = sent.filter(undoing).map(({ step }) => placeOf(step));
      places.slice(1).forEach((place, n) => {
        expect((places[n] ?? 0) - place).to.be.oneOf([0, 1]);
      });
      if (states.at(-1)?.status === 'COMPENSATED') expect(places.at(-1)).to.equal(0);
    });
  });

  // @covers R-40
  it('undoes only what was sent, and nothing from the pivot on', () => {
    always(({ sent }) => {
      sent.forEach(({ step, operation }, n) => {
        if (operation !== 'compensation') return;
        const before = sent.slice(0, n).filter((other) => !undoing(other));
        expect(['place-order', ...before.map((other) => other.step)]).to.include(step);
        expect(steps[placeOf(step)]?.kind).to.equal('compensatable');
      });
    });
  });

  it('turns round after its pivot was sent only because the pivot was refused', () => {
    always(({ events }) => {
      const turned = events.findIndex(({ type }) => type === 'CompensationStarted');
      const before = events.slice(0, turned);
      const isPivot = (event: SagaEvent) => 'step' in event.data && event.data.step === 'approve-order';
      if (turned >= 0 && before.some((event) => event.type === 'CommandSent' && isPivot(event)))
        expect(before.at(-1)).to.satisfy(
          (event: SagaEvent) => event.type === 'StepRefused' && isPivot(event),
        );
    });
  });

  it('never goes forward again once it has turned round', () => {
    always(({ sent }) => {
      const turned = sent.findIndex(undoing);
      if (turned >= 0) expect(sent.slice(turned).every(undoing)).to.equal(true);
    });
  });

  // @covers R-39
  it('is compensated only when each compensation was answered, or resolved by hand', () => {
    always(({ events }) => {
      const end = events.findIndex(({ type }) => type === 'SagaCompensated');
      if (end < 0) return;
      const past = events.slice(0, end);
      const from = past.find((event) => event.type === 'CompensationStarted')?.data.from;
      const confirmed = past.flatMap((event) =>
        event.type === 'StepCompensated' ||
        (event.type === 'StepResolvedByHand' && event.data.operation === 'compensation')
          ? [event.data.step]
          : [],
      );
      const expected = steps.slice(0, placeOf(from) + 1).map(({ step }) => step);
      expect(confirmed).to.deep.equal(expected.reverse());
    });
  });

  // @covers R-45
  it('never leaves its end', () => {
    always(({ states }) => {
      const end = states.findIndex(isTerminal);
      if (end >= 0) for (const state of states.slice(end)) expect(state).to.deep.equal(states[end]);
    });
  });

  it('has one command open at most: a new one only after an answer, a repeat with the next attempt', () => {
    always(({ sent, states }) => {
      sent.slice(1).forEach((next, n) => {
        const last = sent[n];
        const again = last?.step === next.step && last?.operation === next.operation;
        expect(next.attempt).to.equal(again ? (last?.attempt ?? 0) + 1 : 1);
      });
      const active = states.at(-1) && activeOf(states.at(-1) as Saga<unknown>);
      if (active) expect(sent.at(-1)).to.include({ ...openTask(active), attempt: active.attempt });
    });
  });

  it('that goes on has a timer that will wake it in time', () => {
    always(({ states }) => {
      for (const state of states) {
        const active = state && activeOf(state);
        if (active) expect(active.timer?.fireAt).to.be.at.most(active.waitUntil);
      }
    });
  });

  it('comes to each of its ends, and is parked, somewhere among these', () => {
    const seen = new Set<string>();
    always(({ states }) => {
      for (const state of states) if (state) seen.add(state.status);
    });
    expect([...seen]).to.include.members(['RUNNING', 'COMPENSATING', 'PARKED', 'COMPLETED', 'COMPENSATED']);
  });
});
