import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { Observation } from '../runtime/ports.ts';
import { createLogger, logObserver } from './logging.ts';
import { meterOf } from './meter.ts';
import { createRegistry, metricsObserver } from './metrics.ts';
import { fanOut } from '../runtime/observers.ts';

const committed: Observation = {
  kind: 'committed',
  id: 'o1.0123456789abcdef',
  type: 'ReserveStock',
  attributes: { sagaId: 'o1' },
  causationId: 'o1.fedcba9876543210',
  at: 1_767_225_600_000,
  sentAt: '2026-01-01T00:00:00.000Z',
  events: [{ stream: 'stock-lamp', version: 1, type: 'StockReserved', data: {} }],
  sent: [{ answer: 'APPLIED' }],
};

const written = () => {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const logger = createLogger({ service: 'inventory-service', instance: '2', level: 'info', destination });
  return { logger, lines };
};

describe('the log', () => {
  it('tells saga, message and causation of a commit', async () => {
    const { logger, lines } = written();
    logObserver(logger)(committed);
    await setImmediate();
    expect(lines[0]).to.deep.include({
      service: 'inventory-service',
      instance: '2',
      level: 'info',
      msg: 'committed',
      saga: 'o1',
      message: 'o1.0123456789abcdef',
      causation: 'o1.fedcba9876543210',
      type: 'ReserveStock',
      events: ['StockReserved'],
    });
  });

  it('writes the lines of one turn together, and a warning at once, with those before it', async () => {
    const writes: string[] = [];
    const destination = { write: (text: string) => void writes.push(text) };
    const logger = createLogger({ service: 's', instance: '1', level: 'info', destination });
    const messages = () =>
      writes.splice(0).map((text) => [...text.matchAll(/"msg":"(\w+)"/g)].map(([, msg]) => msg));
    for (const each of ['one', 'two']) logger.info(each);
    expect(messages()).to.deep.equal([]);
    await setImmediate();
    expect(messages()).to.deep.equal([['one', 'two']]);
    logger.info('three');
    logger.warn('four');
    expect(messages(), 'the process may end now').to.deep.equal([['three', 'four']]);
  });

  // @covers R-52
  it('keeps secrets out, from fields and from the texts of errors', () => {
    const { logger, lines } = written();
    const cause = new Error('amqp://order:sesame@broker refused');
    const err = new Error('mongodb://order:sesame@db is away', { cause });
    logger.error({ err, token: 'sesame', config: { MONGO_URL: 'sesame' } }, 'failed');
    expect(JSON.stringify(lines)).to.contain('mongodb://***@db is away').and.not.contain('sesame');
  });
});

describe('the metrics', () => {
  it('count what the runtime tells, in a registry of their own', async () => {
    const registry = createRegistry('inventory-service', '2');
    const observe = fanOut(
      metricsObserver(meterOf(registry)),
      metricsObserver(meterOf(createRegistry('other', '1'))),
    );
    observe(committed);
    observe(committed);
    observe({ kind: 'unsent', id: 'x', type: 'T', result: 'returned' });
    observe({ kind: 'timers-dropped', count: 5 });
    const text = await registry.metrics();
    const labels = 'service="inventory-service",instance="2"';
    expect(text).to.contain(`saga_lab_commits_total{type="ReserveStock",${labels}} 2`);
    expect(text).to.contain(`saga_lab_barrier_answers_total{answer="APPLIED",${labels}} 2`);
    expect(text).to.contain(`saga_lab_publishes_total{result="returned",${labels}} 1`);
    expect(text).to.contain(`saga_lab_timers_dropped_total{${labels}} 5`);
  });

  it('measure how old events are when a read model shows them, and no age below zero', async () => {
    const registry = createRegistry('order-service', '1');
    metricsObserver(meterOf(registry))({ kind: 'projected', view: 'orders', lags: [30, 1_500, -4] });
    const text = await registry.metrics();
    const name = 'saga_lab_read_model_lag_seconds';
    const labels = 'service="order-service",instance="1",view="orders"';
    const below = (le: string) => `${name}_bucket{le="${le}",${labels}}`;
    expect(text).to.contain(`${below('0.005')} 1`);
    expect(text).to.contain(`${below('0.05')} 2`);
    expect(text).to.contain(`${below('2')} 3`);
    expect(text).to.contain(`${name}_sum{${labels}} 1.53`);
  });

  it('keep the last value of a gauge that cannot be read', async () => {
    const registry = createRegistry('s', '1');
    const values = [() => Promise.resolve(7), () => Promise.reject(new Error('away'))];
    const read = () => (values.shift() ?? values[0] ?? fail)();
    meterOf(registry).ask({ name: 'outbox_pending', help: 'Pending' }, async () => [
      { labels: {}, value: await read() },
    ]);
    const line = 'saga_lab_outbox_pending{service="s",instance="1"} 7';
    expect(await registry.metrics()).to.contain(line);
    expect(await registry.metrics()).to.contain(line);
  });
});

const fail = (): Promise<number> => Promise.reject(new Error('read too often'));
