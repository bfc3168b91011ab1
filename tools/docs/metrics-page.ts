// docs/metrics.md, from the help texts of the metrics themselves.
import { fileURLToPath } from 'node:url';
import { memoryBroker } from '@saga-lab/platform/bus/memory-bus';
import { handleMetrics } from '@saga-lab/platform/telemetry/handle-metrics';
import { meterOf } from '@saga-lab/platform/telemetry/meter';
import type { Meter } from '@saga-lab/platform/telemetry/meter';
import { createRegistry, metricsObserver } from '@saga-lab/platform/telemetry/metrics';
import { outboxMetrics } from '@saga-lab/platform/telemetry/outbox-metrics';
import { holdMetrics } from '@saga-lab/platform/telemetry/hold-metrics';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import { memoryViews } from '@saga-lab/platform/views/memory-views';
import { holds } from '@saga-lab/payment-service/read-model/holds';
import { sagaMetrics } from '@saga-lab/saga-orchestrator/metrics';
import { transactionMetrics } from '@saga-lab/saga-orchestrator/transaction-metrics';
import { format, resolveConfig } from 'prettier';

/** What prom-client keeps of a metric, beyond what its types say. */
interface Kept {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

const pageFile = fileURLToPath(new URL('../../docs/metrics.md', import.meta.url));

const bus = memoryBroker({ subscriptions: [] }).connect('any');

const ofEveryService = (meter: Meter): void => {
  metricsObserver(meter);
  outboxMetrics(meter, { store: memoryStore({ now: () => 0 }), deadLetters: memoryDeadLetters(), bus });
  handleMetrics(meter, () => 0);
};

const ofParticipants = (meter: Meter): void => {
  holdMetrics(meter, { ...holds, views: memoryViews() });
};

const ofTheOrchestrator = (meter: Meter): void => {
  transactionMetrics(meter, { views: memoryViews() });
  sagaMetrics(meter, { views: memoryViews(), gateIsOpen: () => true });
};

const rowsOf = async (add: (meter: Meter) => void): Promise<string[]> => {
  const registry = createRegistry('any', '1');
  add(meterOf(registry));
  const types = new Map((await registry.getMetricsAsJSON()).map(({ name, type }) => [name, String(type)]));
  const kept = registry.getMetricsAsArray() as unknown as readonly Kept[];
  return kept
    .filter(({ name }) => name.startsWith('saga_lab_'))
    .map(({ name, help, labelNames }) => {
      const labels = labelNames.map((label) => `\`${label}\``).join(', ');
      return `| \`${name}\` | ${types.get(name) ?? ''} | ${labels} | ${help} |`;
    })
    .sort();
};

const table = (rows: readonly string[]): string =>
  [
    '| metric | type | labels | what it tells, and when to worry |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');

/** The page as it should be. */
export const metricsPage = async (): Promise<string> => {
  const text = `# Metrics

Written by \`npm run docs\` from the help texts of the metrics themselves. Each service shows its figures at
\`GET /metrics\` in the text format of Prometheus, with the labels \`service\` and \`instance\` on every line. Counters begin
at 0 with each start of a process; no label has a value per order, saga or customer. The \`process_\` and \`nodejs_\` metrics
of the process are those of [prom-client](https://github.com/siimon/prom-client).

## Every service

${table(await rowsOf(ofEveryService))}

## Every participant

${table(await rowsOf(ofParticipants))}

## The orchestrator

${table(await rowsOf(ofTheOrchestrator))}
`;
  return format(text, { ...(await resolveConfig(pageFile)), parser: 'markdown' });
};
