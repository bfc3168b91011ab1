import type { Observation } from '@saga-lab/platform/runtime/ports';
import { meterOf } from '@saga-lab/platform/telemetry/meter';
import { createRegistry } from '@saga-lab/platform/telemetry/metrics';
import { eventually } from '@saga-lab/platform/time/eventually';
import { memoryViews } from '@saga-lab/platform/views/memory-views';
import { expect } from 'chai';
import { sagaMetrics, stopwatches } from './metrics.ts';
import type { SagaEventData } from './saga/state.ts';

const T0 = Date.parse('2026-01-01T00:00:00.000Z');
const reply = { type: 'any', data: {} };

const watched = () => {
  const registry = createRegistry('saga-orchestrator', '1');
  const views = memoryViews();
  let open = true;
  const observe = sagaMetrics(meterOf(registry), { views, gateIsOpen: () => open });
  const document = (_id: string, status: string) => ({ _id, version: 1, status, startedAt: T0 });
  return {
    /** At so many milliseconds after the order was committed. */
    see: (after: number, ...events: SagaEventData[]) => {
      observe({
        kind: 'committed',
        id: 'm',
        type: 'any',
        causationId: 'c',
        attributes: {},
        sent: [],
        at: T0 + after,
        sentAt: new Date(T0).toISOString(),
        events: events.map((event, n) => ({ ...event, stream: 'saga-o1', version: n + 1 })),
      } satisfies Observation);
    },
    keep: (id: string, status: string) => views.put('order-summaries', [document(id, status)]),
    closeGate: () => {
      open = false;
    },
    text: async () =>
      (await registry.metrics()).replaceAll(/,?service="saga-orchestrator",instance="1",?/g, ''),
  };
};

const sent = (step: string, attempt = 1): SagaEventData => ({
  type: 'CommandSent',
  data: { step, operation: 'action', command: 'Any', attempt, waitUntil: 0 },
});

describe('the metrics of sagas', () => {
  it('measure a step from the first sending of its command, and count the repeats', async () => {
    const { see, text } = watched();
    see(5, { type: 'SagaStarted', data: { saga: 's', reply } }, sent('ship'));
    see(300, sent('ship', 2));
    see(1_005, { type: 'StepSucceeded', data: { step: 'ship', reply } });
    expect(await text())
      .to.contain('saga_lab_step_seconds_sum{step="ship",operation="action",result="succeeded"} 1\n')
      .and.contain('saga_lab_command_repeats_total{step="ship",operation="action"} 1\n');
  });

  it('do not take the answer to another operation for the answer to the open one', async () => {
    const { see, text } = watched();
    see(5, { type: 'SagaStarted', data: { saga: 's', reply } }, sent('ship'));
    see(9, { type: 'StepCompensated', data: { step: 'ship', reply: 'Any', answer: 'EMPTY' } });
    expect(await text()).to.not.contain('saga_lab_step_seconds_sum');
  });

  it('measure the window from the commit of the order to the end of its saga', async () => {
    const { see, text } = watched();
    see(5, { type: 'SagaStarted', data: { saga: 's', reply } });
    see(3_000, { type: 'SagaCompensated', data: { reason: 'x' } });
    expect(await text())
      .to.contain('saga_lab_inconsistency_window_seconds_sum{outcome="COMPENSATED"} 3\n')
      .and.contain('saga_lab_sagas_ended_total{outcome="COMPENSATED"} 1\n');
  });

  it('take the start from the read model where another instance saw it', async () => {
    const { see, keep, text } = watched();
    await keep('o1', 'RUNNING');
    see(2_000, { type: 'SagaCompleted', data: {} });
    const line = 'saga_lab_inconsistency_window_seconds_sum{outcome="COMPLETED"} 2\n';
    await eventually(async () => expect(await text()).to.contain(line));
  });

  it('show how many sagas are in which state, and whether new ones start', async () => {
    const { keep, closeGate, text } = watched();
    await keep('o1', 'PARKED');
    await keep('o2', 'COMPLETED');
    expect(await text())
      .to.contain('saga_lab_sagas{state="PARKED"} 1\n')
      .and.contain('saga_lab_sagas{state="RUNNING"} 0\n')
      .and.contain('saga_lab_start_gate_open{} 1\n')
      .and.not.contain('state="COMPLETED"');
    closeGate();
    expect(await text()).to.contain('saga_lab_start_gate_open{} 0\n');
  });

  it('keep a bounded number of sagas in mind, the youngest ones', () => {
    const watches = stopwatches(2);
    for (const saga of ['a', 'b', 'b', 'c']) watches.keep(saga);
    expect([watches.size(), watches.of('a'), watches.of('b') !== undefined]).to.deep.equal([
      2,
      undefined,
      true,
    ]);
  });
});
