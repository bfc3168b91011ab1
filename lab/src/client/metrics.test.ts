import { expect } from 'chai';
import type { Lab } from './lab.ts';
import { samplesIn, samplesOf } from './metrics.ts';

const text = `# HELP saga_lab_publishes_total Messages given to the broker.
# TYPE saga_lab_publishes_total counter
saga_lab_publishes_total{result="confirmed",service="order-service",instance="1"} 12
saga_lab_publishes_total{result="returned",service="order-service",instance="1"} 3
saga_lab_publishes_total_of_another 9
up 1e3
odd{label="a \\"b\\", c"} NaN
`;

describe('The metrics of a service', () => {
  it('have a value for each set of labels', () => {
    expect(samplesIn(text, 'saga_lab_publishes_total')).to.deep.equal([
      { labels: { result: 'confirmed', service: 'order-service', instance: '1' }, value: 12 },
      { labels: { result: 'returned', service: 'order-service', instance: '1' }, value: 3 },
    ]);
    expect(samplesIn(text, 'up')).to.deep.equal([{ labels: {}, value: 1_000 }]);
    expect(samplesIn(text, 'odd')).to.deep.equal([{ labels: { label: 'a \\"b\\", c' }, value: NaN }]);
    expect(samplesIn(text, 'publishes_total')).to.deep.equal([]);
  });

  it('are read from the service that has them', async () => {
    const asked: string[] = [];
    const ask: Lab['ask'] = (service, { method, path }) => {
      asked.push(`${service} ${method} ${path}`);
      return Promise.resolve({ status: 200, body: text, headers: {} });
    };
    expect(await samplesOf({ ask }, 'order-service', 'up')).to.deep.equal([{ labels: {}, value: 1_000 }]);
    expect(asked).to.deep.equal(['order-service get /metrics']);
  });
});
