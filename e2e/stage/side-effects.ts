// What bad requests and bad messages must never cause: an order or a saga that was not meant, or the end of a process.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { ScenarioRun } from './scenario-run.ts';
import { metricOfEach } from './metrics.ts';

/** Fails if there is anything after `work` but the orders that the run noted as accepted, and one saga for each. */
export const expectNoSideEffects = async (run: ScenarioRun, work: () => Promise<void>): Promise<void> => {
  const known = run.fixtures.orders.length;
  const before = await happened(run);
  const processes = await startsOf(run);

  await work();

  const meant = run.fixtures.orders.length - known;
  await eventually(async () => {
    const after = await happened(run);
    expect(after.orders - before.orders, 'orders placed').to.equal(meant);
    expect(after.sagas - before.sagas, 'sagas started').to.equal(meant);
  });
  run.reportResult(`orders: ${meant}, as many as were meant; sagas: one each; 0 beyond`);
  for (const service of serviceNames)
    for (const path of ['/livez', '/readyz'])
      expect(await run.lab.ask(service, { method: 'get', path }), service + path).to.include({
        status: 200,
      });
  expect(await startsOf(run), 'starts of the processes').to.deep.equal(processes);
  run.reportResult('all services are alive and ready, and the same processes as before: 0 crashes');
};

const startsOf = (run: ScenarioRun) => metricOfEach(run, 'process_start_time_seconds');

const happened = async ({ lab }: ScenarioRun): Promise<Record<'orders' | 'sagas', number>> => {
  const commits = await lab.commits();
  const count = (service: ServiceName, type: string) =>
    commits[service].flatMap(({ events }) => events).filter((event) => event.type === type).length;
  return { orders: count('order-service', 'OrderPlaced'), sagas: count('saga-orchestrator', 'SagaStarted') };
};
