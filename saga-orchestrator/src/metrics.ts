// What the orchestrator measures of its sagas: from what it commits, and from its read model.
import { openSagaStatuses } from '@saga-lab/contracts/saga';
import type { Observation, Observer } from '@saga-lab/platform/runtime/ports';
import type { Meter } from '@saga-lab/platform/telemetry/meter';
import type { Views } from '@saga-lab/platform/views/views';
import { orderSummaries } from './read-model/order-summaries.ts';
import type { SagaDocument } from './read-model/sagas.ts';
import type { SagaEvent, Task } from './saga/state.ts';

export interface Watched {
  readonly views: Pick<Views, 'count' | 'get'>;
  readonly gateIsOpen: () => boolean;
}

type Committed = Extract<Observation, { kind: 'committed' }>;

const STEP_BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];
const WINDOW_BUCKETS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800];

const instruments = ({ count, measure }: Meter) => ({
  started: count({
    name: 'sagas_started',
    help: 'Sagas started by this instance. Worry when it stands still while orders are placed and the start gate is open.',
  }),
  ended: count({
    name: 'sagas_ended',
    help: 'Sagas ended by this instance, by outcome. Worry when COMPENSATED grows faster than the business explains, or when fewer end than start.',
    labels: ['outcome'],
  }),
  parked: count({
    name: 'sagas_parked',
    help: 'How often a saga was parked, by the step that gets no answer. Worry about each: GET /sagas?status=PARKED says why.',
    labels: ['step', 'operation'],
  }),
  repeats: count({
    name: 'command_repeats',
    help: 'Commands sent again for want of an answer, or by an operator. Worry when it grows steadily for one step: its participant is away or too slow.',
    labels: ['step', 'operation'],
  }),
  timeouts: count({
    name: 'step_timeouts',
    help: 'Steps given up because no answer came by the deadline; the saga is undone. Worry about any without a known outage.',
    labels: ['step'],
  }),
  ignored: count({
    name: 'replies_ignored',
    help: 'Replies that answered nothing that was open, by the reason. Some after repeats; worry about WRONG_PARTICIPANT, NOT_AN_ANSWER_TO_IT and NOT_WHAT_WAS_ASKED.',
    labels: ['why'],
  }),
  step: measure({
    name: 'step',
    help: 'From the first sending of a command to its answer, by the result; not measured where another instance sent it, or this one before a restart. Worry when the 95th percentile comes near the deadline of a step.',
    labels: ['step', 'operation', 'result'],
    buckets: STEP_BUCKETS,
  }),
  window: measure({
    name: 'inconsistency_window',
    help: 'From the commit of the order until its saga has ended, by outcome: for so long the services do not agree. Worry when the 95th percentile is above some seconds.',
    labels: ['outcome'],
    buckets: WINDOW_BUCKETS,
  }),
});

const gauges = ({ ask }: Meter, { views, gateIsOpen }: Watched): void => {
  ask(
    {
      name: 'sagas',
      help: 'Sagas that have not ended, of all instances, by state, from the read model. Worry when PARKED is above 0, or when RUNNING or COMPENSATING only grow.',
      labels: ['state'],
    },
    () =>
      Promise.all(
        openSagaStatuses.map(async (state) => ({
          labels: { state },
          value: await views.count(orderSummaries.view, { status: state }),
        })),
      ),
  );
  ask(
    {
      name: 'start_gate_open',
      help: '1 while new sagas are started, 0 while as many run as may. Worry when it stays 0: orders wait in the queue.',
    },
    () => Promise.resolve([{ labels: {}, value: gateIsOpen() ? 1 : 0 }]),
  );
};

/** What this instance saw of a saga that is underway. Instants are milliseconds since the epoch. */
interface Times {
  startedAt?: number;
  /** The command that is open now, and when it was sent first. */
  open?: Task & { readonly sentAt: number };
}

/** More than may run in one instance by default; sagas that other instances end are forgotten so. */
const MOST_KEPT = 10_000;

export const stopwatches = (most = MOST_KEPT) => {
  const watches = new Map<string, Times>();
  const keep = (saga: string): Times => {
    const times = watches.get(saga) ?? {};
    watches.set(saga, times);
    const [oldest] = watches.keys();
    if (watches.size > most && oldest !== undefined) watches.delete(oldest);
    return times;
  };
  return {
    keep,
    of: (saga: string): Times | undefined => watches.get(saga),
    forget: (saga: string) => watches.delete(saga),
    size: () => watches.size,
  };
};

/** Sees every commit of this instance; keeps an instant per saga underway, and forgets it with the saga's end. */
export const sagaMetrics = (meter: Meter, watched: Watched): Observer => {
  const seen = instruments(meter);
  const watches = stopwatches();
  gauges(meter, watched);

  const answered = (saga: string, committed: Committed, { step, operation }: Task, result: string): void => {
    const open = watches.of(saga)?.open;
    if (open?.step !== step || open.operation !== operation) return;
    seen.step({ step, operation, result }, (committed.at - open.sentAt) / 1_000);
  };
  const ended = (saga: string, committed: Committed, outcome: string): void => {
    const startedAt = watches.of(saga)?.startedAt;
    watches.forget(saga);
    seen.ended({ outcome });
    const observe = (from: number): void => {
      seen.window({ outcome }, (committed.at - from) / 1_000);
    };
    if (startedAt !== undefined) observe(startedAt);
    else void startOf(watched.views, saga).then((from) => from !== undefined && observe(from));
  };

  const onEvent = (saga: string, event: SagaEvent, committed: Committed): void => {
    switch (event.type) {
      case 'SagaStarted':
        watches.keep(saga).startedAt = Date.parse(committed.sentAt);
        seen.started({});
        return;
      case 'CommandSent': {
        const { step, operation, attempt } = event.data;
        if (attempt > 1) seen.repeats({ step, operation });
        else watches.keep(saga).open = { step, operation, sentAt: committed.at };
        return;
      }
      case 'StepSucceeded':
        answered(saga, committed, { step: event.data.step, operation: 'action' }, 'succeeded');
        return;
      case 'StepRefused':
        answered(saga, committed, { step: event.data.step, operation: 'action' }, 'refused');
        return;
      case 'StepCompensated':
        answered(saga, committed, { step: event.data.step, operation: 'compensation' }, 'compensated');
        return;
      case 'StepTimedOut':
        seen.timeouts({ step: event.data.step });
        return;
      case 'SagaParked':
        seen.parked({ step: event.data.step, operation: event.data.operation });
        return;
      case 'ReplyIgnored':
        seen.ignored({ why: event.data.why });
        return;
      case 'SagaCompleted':
        ended(saga, committed, 'COMPLETED');
        return;
      case 'SagaCompensated':
        ended(saga, committed, 'COMPENSATED');
        return;
      default:
        return;
    }
  };

  return (observation) => {
    if (observation.kind !== 'committed') return;
    for (const event of observation.events)
      onEvent(event.stream.replace(/^saga-/, ''), event as SagaEvent, observation);
  };
};

/** Started by another instance, or by this one before a restart: the read model knows when, a moment late. */
const startOf = async (views: Watched['views'], saga: string): Promise<number | undefined> => {
  const [document] = await views.get<SagaDocument>(orderSummaries.view, [saga]).catch(() => []);
  return document?.startedAt;
};
