// What nobody may bring about, neither a client nor a message: an order or a saga that nobody meant, the end of a process.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Story } from './story.ts';
import { metricOfEach } from './metrics.ts';

/** Fails if there is anything after `work` but the orders that the story noted as accepted, and one saga for each. */
export const unharmed = async (story: Story, work: () => Promise<void>): Promise<void> => {
  const known = story.cast.orders.length;
  const before = await happened(story);
  const processes = await startsOf(story);

  await work();

  const meant = story.cast.orders.length - known;
  await eventually(async () => {
    const after = await happened(story);
    expect(after.orders - before.orders, 'orders placed').to.equal(meant);
    expect(after.sagas - before.sagas, 'sagas started').to.equal(meant);
  });
  story.sees(`orders: ${meant}, as many as were meant; sagas: one each; 0 beyond`);
  for (const service of serviceNames)
    for (const path of ['/livez', '/readyz'])
      expect(await story.lab.ask(service, { method: 'get', path }), service + path).to.include({
        status: 200,
      });
  expect(await startsOf(story), 'starts of the processes').to.deep.equal(processes);
  story.sees('all services are alive and ready, and the same processes as before: 0 crashes');
};

const startsOf = (story: Story) => metricOfEach(story, 'process_start_time_seconds');

const happened = async ({ lab }: Story): Promise<Record<'orders' | 'sagas', number>> => {
  const commits = await lab.commits();
  const count = (service: ServiceName, type: string) =>
    commits[service].flatMap(({ events }) => events).filter((event) => event.type === type).length;
  return { orders: count('order-service', 'OrderPlaced'), sagas: count('saga-orchestrator', 'SagaStarted') };
};
