// Every query of every service answers a DTO of the contracts, and nothing of how it is stored.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Route } from '@saga-lab/platform/http/routes/route';
import { createComponent } from '@saga-lab/platform/service/create-component';
import { webIds } from '@saga-lab/platform/service/web-ids';
import type { ComponentPorts } from '@saga-lab/platform/service/component';
import { eventually } from '@saga-lab/platform/time/eventually';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { defaults as orders } from '@saga-lab/order-service/component';
import { defaults as sagas } from '@saga-lab/saga-orchestrator/component';
import { expect } from 'chai';
import { askRoutes } from './ask.ts';
import type { Request } from './ask.ts';
import { memoryLab } from './memory-lab.ts';
import type { Components, MemoryLab } from './memory-lab.ts';
import { makeService } from './services.ts';
import type { SimulatedService } from './services.ts';

const made = new Map<ServiceName, SimulatedService>();
const making = (name: ServiceName) => (ports: ComponentPorts) => {
  const service = makeService(name, { settings: { orders, sagas }, ports, create: createComponent });
  made.set(name, service);
  return service.component;
};
const components = Object.fromEntries(
  serviceNames.map((name) => [name, making(name)]),
) as unknown as Components;
const routesOf = (name: ServiceName): readonly Route[] => made.get(name)?.routes() ?? expect.fail(name);
const ask = (name: ServiceName, request: Request) => askRoutes(routesOf(name), request);

const operator = { 'x-operator': 'grace' };
const put = (name: ServiceName, path: string, body: unknown) =>
  ask(name, { method: 'put', path, body, headers: operator });

/** The id of an order whose saga has ended, and which every list shows. */
const ordered = async (customerId: string, sku: string): Promise<string> => {
  const body = { customerId, lines: [{ sku, quantity: 2 }] };
  const headers = { 'idempotency-key': `${customerId}-${sku}` };
  const answer = await ask('order-service', { method: 'post', path: '/orders', body, headers });
  const { orderId } = answer.body as { orderId: string };
  await eventually(async () => {
    const saga = await ask('saga-orchestrator', { method: 'get', path: `/sagas/${orderId}` });
    expect(saga.body).to.have.property('status').that.is.oneOf(['COMPLETED', 'COMPENSATED']);
  });
  return orderId;
};

/** Each query of a service, asked about each of the ids; a thing that is not there is no answer. */
const answersOf = async (name: ServiceName, ids: readonly string[]) => {
  const paths = routesOf(name)
    .filter(({ method }) => method === 'get')
    .flatMap(({ path }) => (path.includes(':') ? ids.map((id) => path.replace(/:\w+/, id)) : [path]));
  const asked = [...new Set(paths)].map(async (path) => ({
    path,
    ...(await ask(name, { method: 'get', path })),
  }));
  return Promise.all(asked);
};

describe('the queries of all services', () => {
  let lab: MemoryLab;
  let ids: readonly string[];
  before(async () => {
    lab = memoryLab(components, { clock: systemClock, ids: webIds });
    await lab.start();

    await put('inventory-service', '/stock/lamp', { onHand: 5, unitPrice: 300 });
    await put('payment-service', '/accounts/ada', { opening: 1_000 });
    const ends = [await ordered('ada', 'lamp'), await ordered('ada', 'chair'), await ordered('eve', 'lamp')];
    ids = ['lamp', 'ada', ...ends];
  });
  after(() => lab.stop());

  for (const name of serviceNames)
    it(`${name} answers what its contract says, whatever has become of an order`, async () => {
      const answers = await answersOf(name, ids);
      expect(answers.filter(({ status }) => status !== 200 && status !== 404)).to.deep.equal([]);
      expect(answers.filter(({ status }) => status === 200).length).to.be.at.least(5);
      const purpose = answers.filter(({ path }) => !path.startsWith('/dead-letters'));
      expect(JSON.stringify(purpose)).not.to.include('"_id"');
    });

  it('tells an answer from a stored document', async () => {
    const [first] = routesOf('order-service').filter(({ path }) => path === '/orders/:orderId');
    const stored = {
      ...(first ?? expect.fail()),
      handle: () => Promise.resolve({ status: 200, body: { _id: 'o1' } }),
    };
    const { status, body } = await askRoutes([stored], { method: 'get', path: '/orders/o1' });
    expect(status).to.equal(500);
    expect(body).to.have.property('detail').that.includes('what its contract does not say');
  });
});
