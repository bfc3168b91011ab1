// The orchestrator put together, over whatever ports it is given.
import { repliesQueue, startsQueue } from '@saga-lab/contracts/services';
import { createService } from '@saga-lab/platform/service/create-service';
import { combined } from '@saga-lab/platform/telemetry/observers';
import type { Ports } from '@saga-lab/platform/service/ports';
import type { Service } from '@saga-lab/platform/service/service';
import type { Config } from './config.ts';
import { routes } from './entry-points/http.ts';
import { messages } from './entry-points/messages.ts';
import { sagaMetrics } from './metrics.ts';
import { sagas, underway } from './read-model/sagas.ts';
import type { SagaPolicy } from './saga/policy.ts';
import { startGate } from './start-gate.ts';

const policyOf = (config: Config): SagaPolicy => ({
  stepDeadlineMs: config.STEP_DEADLINE_MS,
  repeatFirstMs: config.REPEAT_FIRST_MS,
  repeatMostMs: config.REPEAT_MOST_MS,
  triesBeforeParked: config.TRIES_BEFORE_PARKED,
  slowRepeatMs: config.SLOW_REPEAT_MS,
});

/** Nothing runs before `start`. @throws PermanentError, code SAGA_TABLE, if the table of the saga is wrong. */
export const service = ({ config, ...ports }: Ports & { readonly config: Config }): Service => {
  const gate = startGate({ most: config.MAX_RUNNING_SAGAS, queue: startsQueue });
  const observer = combined(ports.observer, gate.observe);
  const prefetch = config.PREFETCH;
  return createService(
    {
      name: 'saga-orchestrator',
      config,
      handlers: messages(policyOf(config)),
      queues: [
        { queue: startsQueue, prefetch },
        { queue: repliesQueue, prefetch },
      ],
      projections: [sagas],
      routes,
      metrics: (meter) => sagaMetrics(meter, { views: ports.views, gateIsOpen: gate.isOpen }),
      onStart: ({ runtime, views, clock }) =>
        gate.open({ runtime, clock, count: () => views.count(sagas.view, { status: underway }) }),
    },
    { ...ports, observer },
  );
};
