// What bad requests and bad messages must never cause: an order or a saga that was not meant, or the end of a process.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { ScenarioRun } from './scenario-run.ts';
import { metricOfEach } from './metrics.ts';

/** Fails if there is anything after `work` but the orders that the run noted as accepted, and one saga for each that is to have one. */
export const expectNoSideEffects = async (run: ScenarioRun, work: () => Promise<void>): Promise<void> => {
  const known = run.fixtures.orders.length;
  const before = await happened(run);
  const processes = await startsOf(run);

  await work();

  const meant = run.fixtures.orders.length - known;
  await eventually(async () => {
    const after = await happened(run);
    expect(after.orders - before.orders, 'orders placed').to.equal(meant);
    expect(after.sagas - before.sagas, 'sagas started').to.equal(after.forSagas - before.forSagas);
  });
  run.reportResult(
    `orders: ${meant}, as many as were meant; sagas: one for each that is to have one; 0 beyond`,
  );
  for (const service of serviceNames)
    for (const path of ['/livez', '/readyz'])
      expect(await run.lab.ask(service, { method: 'get', path }), service + path).to.include({
        status: 200,
      });
  expect(await startsOf(run), 'starts of the processes').to.deep.equal(processes);
  run.reportResult('all services are alive and ready, and the same processes as before: 0 crashes');
};

const startsOf = (run: ScenarioRun) => metricOfEach(run, 'process_start_time_seconds');

/** `forSagas`: orders about which a saga decides, and no other protocol. */
type Happened = Record<'orders' | 'forSagas' | 'sagas', number>;

const happened = async ({ lab }: ScenarioRun): Promise<Happened> => {
  const commits = await lab.commits();
  const events = (service: ServiceName, type: string) =>
    commits[service].flatMap((commit) => commit.events).filter((event) => event.type === type);
  const orders = events('order-service', 'OrderPlaced');
  const forSagas = orders.filter(({ data }) => (data as { protocol?: string }).protocol === undefined);
  return {
    orders: orders.length,
    forSagas: forSagas.length,
    sagas: events('saga-orchestrator', 'SagaStarted').length,
  };
};
