// Figures of a run that never was.
import type { RunFigures } from '../contest/run.ts';

const counters = (cpuMs: number) => ({ cpuMs, writeCalls: 1, diskBytes: 0, memoryMiB: 50 });
const counted = { inserted: 1, updated: 2, returned: 3, deleted: 0, requests: 4, bytesIn: 5, bytesOut: 6 };
const latency = (p50: number) => ({ p50, p95: p50, p99: p50, max: p50 });

export const figures = (perSecond: number, p50: number): RunFigures => ({
  sagas: 100,
  perSecond,
  latency: latency(p50),
  window: latency(p50),
  shed: 0,
  repeats: 0,
  commits: 10,
  processes: {
    'order-service': counters(2),
    'payment-service': counters(1),
    'mongo-order-service': counters(4),
    broker: counters(5),
    generator: counters(6),
  },
  databases: { 'order-service': counted, 'payment-service': counted },
});
