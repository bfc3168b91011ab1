// The orchestrator without its HTTP server: what it hears, decides and shows, and when it starts no new saga.
import { categories } from '@saga-lab/contracts/streams';
import { repliesQueue, startsQueue } from '@saga-lab/contracts/services';
import { fanOut } from '@saga-lab/platform/runtime/observers';
import { defaultSettings } from '@saga-lab/platform/service/component';
import type { Component, ComponentPorts, ComponentSettings } from '@saga-lab/platform/service/component';
import { createComponent } from '@saga-lab/platform/service/create-component';
import type { CreateComponent } from '@saga-lab/platform/service/create-component';
import type { Projection } from '@saga-lab/platform/views/projection';
import { closingEvents } from '@saga-lab/protocols/mounted';
import { messages } from './entry-points/messages.ts';
import { orderSummaries } from './read-model/order-summaries.ts';
import { underway } from './read-model/sagas.ts';
import { coordinated, transactions } from './read-model/transactions.ts';
import type { SagaPolicy } from './saga/moves.ts';
import { startGate } from './start-gate.ts';

export const name = 'saga-orchestrator';

export interface Settings extends ComponentSettings {
  readonly policy: SagaPolicy;
  /** No saga, and no transaction of another protocol, is started while so many of them run. */
  readonly mostRunningSagas: number;
}

export const defaults: Settings = {
  ...defaultSettings,
  policy: {
    stepDeadlineMs: 10_000,
    repeatFirstMs: 500,
    repeatMostMs: 30_000,
    triesBeforeParked: 10,
    slowRepeatMs: 60_000,
  },
  mostRunningSagas: 250,
};

export interface OrchestratorComponent extends Component {
  /** Whether new sagas are started. */
  readonly gateIsOpen: () => boolean;
}

/** Of all its read models. */
export const projections: readonly Projection[] = [orderSummaries, transactions.projection];

/** Nothing runs before `start`. @throws PermanentError, code SAGA_TABLE, if the table of the saga is wrong. */
export const component = (
  settings: Settings,
  ports: ComponentPorts,
  create: CreateComponent = createComponent,
): OrchestratorComponent => {
  const gate = startGate({ most: settings.mostRunningSagas, queue: startsQueue, protocols: coordinated });
  const parts = create(
    {
      name,
      settings,
      handlers: messages(settings.policy),
      queues: [startsQueue, repliesQueue],
      projections,
      closedBy: { [categories.saga]: ['SagaCompleted', 'SagaCompensated'], ...closingEvents(name) },
      background: ({ runtime, views, clock }) =>
        gate.open({
          runtime,
          clock,
          runningSagas: () => views.count(orderSummaries.view, { status: underway }),
          openTransactions: () =>
            views.count(transactions.projection.view, { protocol: coordinated, status: 'OPEN' }),
        }),
    },
    { ...ports, observer: fanOut(ports.observer, gate.observe) },
  );
  return { ...parts, gateIsOpen: gate.isOpen };
};
