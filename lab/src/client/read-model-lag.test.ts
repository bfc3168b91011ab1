import { expect } from 'chai';
import { readModelLags } from './read-model-lag.ts';

const lines = (view: string, ...counts: readonly number[]) =>
  ['0.01', '0.1', '1', '+Inf']
    .map(
      (le, n) =>
        `saga_lab_read_model_lag_seconds_bucket{le="${le}",service="s",view="${view}"} ${counts[n] ?? 0}`,
    )
    .join('\n');

const labOf = (texts: Readonly<Record<string, string>>) => ({
  ask: (service: string) => Promise.resolve({ status: 200, headers: {}, body: texts[service] ?? '' }),
});

describe('How far read models follow behind', () => {
  it('is read from the buckets of each service: the smallest that so many of 100 events are in', async () => {
    const texts = {
      'order-service': lines('orders', 60, 97, 100, 100),
      'payment-service': `${lines('payments', 1, 1, 1, 1)}\n${lines('accounts', 0, 0, 1, 40)}`,
    };
    expect(await readModelLags(labOf(texts))).to.deep.equal([
      { service: 'order-service', view: 'orders', events: 100, p50: 10, p95: 100, p99: 1_000 },
      { service: 'payment-service', view: 'accounts', events: 40, p50: null, p95: null, p99: null },
      { service: 'payment-service', view: 'payments', events: 1, p50: 10, p95: 10, p99: 10 },
    ]);
  });

  it('is nothing while no read model has shown an event', async () => {
    expect(await readModelLags(labOf({}))).to.deep.equal([]);
  });
});
