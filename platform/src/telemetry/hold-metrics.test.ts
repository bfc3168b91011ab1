// What a participant measures of its holds.
import { expect } from 'chai';
import type { DatedEvent } from '../decider/decider.ts';
import type { Observation } from '../runtime/ports.ts';
import { committed } from '../testing/observations.ts';
import { memoryViews } from '../views/memory-views.ts';
import { holdMetrics } from './hold-metrics.ts';
import { meterOf } from './meter.ts';
import { createRegistry } from './metrics.ts';

const projection = {
  view: 'holds',
  category: ['2pc', 'tcc'],
  apply: (_before: unknown, { type, at }: DatedEvent) => ({
    status: type === 'Prepared' ? 'IN_DOUBT' : 'SETTLED',
    since: new Date(at).toISOString(),
  }),
};

const measured = () => {
  const registry = createRegistry('payment-service', '1');
  const views = memoryViews();
  const observe = holdMetrics(meterOf(registry), { views, projection });
  return {
    views,
    see: (at: number, version: number, type: string) => {
      const [event] = (committed('2pc-o1', type) as Extract<Observation, { kind: 'committed' }>).events;
      observe({ ...committed('2pc-o1'), at, events: event ? [{ ...event, version }] : [] } as Observation);
    },
    text: async () =>
      (await registry.metrics()).replaceAll(/,?service="payment-service",instance="1",?/g, ''),
  };
};

describe('the metrics of holds', () => {
  it('measure from the promise until what was decided is done', async () => {
    const { see, text } = measured();
    see(1_000, 1, 'Prepared');
    see(4_000, 2, 'Committed');
    see(9_000, 3, 'Committed');
    expect(await text())
      .to.contain('saga_lab_hold_seconds_sum{protocol="2pc"} 3\n')
      .and.contain('saga_lab_hold_seconds_count{protocol="2pc"} 1\n');
  });

  it('do not measure what this instance has not seen from its begin', async () => {
    const { see, text } = measured();
    see(4_000, 2, 'Committed');
    expect(await text()).not.to.contain('saga_lab_hold_seconds_count{');
  });

  it('count those in doubt by protocol, as the read model shows them', async () => {
    const { views, text } = measured();
    const hold = { version: 1, protocol: '2pc' };
    await views.put('holds', [
      { ...hold, _id: '2pc-o1', status: 'IN_DOUBT' } as never,
      { ...hold, _id: '2pc-o2', status: 'SETTLED' } as never,
    ]);
    expect(await text())
      .to.contain('saga_lab_in_doubt{protocol="2pc"} 1\n')
      .and.contain('saga_lab_in_doubt{protocol="tcc"} 0\n');
  });
});
