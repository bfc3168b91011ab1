// A history of any number of completed orders, each like one that the services made in virtual time, with ids, versions and times of
// its own. All customers have the same number of orders, and so have all SKUs.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { isFolded } from '@saga-lab/platform/views/projection';
import type { Projection } from '@saga-lab/platform/views/projection';
import { projections } from '@saga-lab/lab/rebuild/services';
import { simulate } from '@saga-lab/lab/simulator/simulate';
import { writeOf } from '@saga-lab/platform/store/commit';
import type { Commit } from '@saga-lab/platform/store/commit';

/** Customers, and SKUs. */
export const EACH = 50;
/** Between the beginnings of two orders, in Lamport values and in milliseconds: some are always under way. */
const APART = 2;
const DIGITS = 16;

interface Template {
  readonly order: string;
  readonly customer: string;
  readonly sku: string;
  /** What came before the order, and the order itself. */
  readonly before: Readonly<Record<ServiceName, readonly Commit[]>>;
  readonly during: Readonly<Record<ServiceName, readonly Commit[]>>;
  /** Events of one order in a stream that it shares. */
  readonly events: ReadonlyMap<string, number>;
}

export interface LongHistory {
  /** Id of the n-th order, from 0. */
  readonly orderId: (n: number) => string;
  readonly messageOf: (n: number) => string;
  readonly customer: (n: number) => string;
  readonly sku: (n: number) => string;
  readonly histories: Readonly<Record<ServiceName, Iterable<Commit>>>;
  readonly commits: number;
  /** Read model -> how many events there are for it. */
  readonly events: Readonly<Record<string, number>>;
}

export const longHistory = async (orders: number): Promise<LongHistory> => {
  const template = await made();
  const sized = ofEveryService(
    (name) => template.before[name].length * EACH + template.during[name].length * orders,
  );
  return {
    orderId,
    messageOf: (n) => copy(template, template.during['payment-service'].at(-1)?._id ?? '', n),
    customer: (n) => `customer-${n % EACH}`,
    sku: (n) => `sku-${n % EACH}`,
    histories: ofEveryService((name) => ({ [Symbol.iterator]: () => ofService(template, name, orders) })),
    commits: serviceNames.reduce((sum, name) => sum + sized[name], 0),
    events: Object.fromEntries(
      serviceNames.flatMap((name) =>
        projections[name].map((projection) => [
          projection.view,
          eventsOf(projection, template.before[name]) * EACH +
            eventsOf(projection, template.during[name]) * orders,
        ]),
      ),
    ),
  };
};

const eventsOf = (projection: Projection, commits: readonly Commit[]): number =>
  commits.flatMap(({ events }) => events).filter(({ stream }) => isFolded(projection, stream)).length;

const orderId = (n: number): string => n.toString(16).padStart(DIGITS, '0');

const made = async (): Promise<Template> => {
  const { facts } = await simulate({ seed: 9, choices: new Map() });
  const [first] = facts.orders;
  if (!first?.order) throw new Error('nobody has ordered anything');
  const order = first.id;
  const { customerId: customer, lines } = first.order;
  const sku = lines.map((line) => line.sku).join();
  const commitsThat = (isOfOrder: boolean) =>
    ofEveryService((name) =>
      facts.history.all
        .filter(({ service, commit }) => service === name && (commit.correlationId === order) === isOfOrder)
        .map(({ commit }) => commit),
    );
  const events = new Map(
    [`account-${customer}`, `stock-${sku}`].map((stream) => [
      stream,
      facts.history.ofStream(stream).length - 1,
    ]),
  );
  return { order, customer, sku, before: commitsThat(false), during: commitsThat(true), events };
};

const ofService = function* (template: Template, name: ServiceName, orders: number): Generator<Commit> {
  for (const commit of template.before[name])
    for (let n = 0; n < EACH; n += 1)
      yield JSON.parse(copy(template, plenty(JSON.stringify(commit)), n)) as Commit;
  const texts = template.during[name].map((commit) => JSON.stringify(commit));
  for (let n = 0; n < orders; n += 1)
    for (const text of texts) yield moved(template, JSON.parse(copy(template, text, n)) as Commit, n);
};

/** So much of everything that no order is refused. */
const plenty = (text: string): string =>
  text.replaceAll(/"(onHand|opening)":\d+/g, (_all, field: string) => `"${field}":1000000000`);

const copy = ({ order, customer, sku }: Template, text: string, n: number): string =>
  text
    .replaceAll(order, orderId(n))
    .replaceAll(customer, `customer-${n % EACH}`)
    .replaceAll(sku, `sku-${n % EACH}`)
    .replaceAll(/\b[0-9a-f]{64}\b/g, (hash) => `${hash.slice(0, -DIGITS)}${orderId(n)}`)
    .replaceAll(/\b1767225\d{6}\b/g, (instant) => String(Number(instant) + n * APART));

/** At the place of the n-th order in the streams that it shares, and in Lamport's time. */
const moved = ({ customer, sku, events }: Template, commit: Commit, n: number): Commit => {
  const round = Math.floor(n / EACH);
  const shared = new Map([
    [`account-customer-${n % EACH}`, (events.get(`account-${customer}`) ?? 0) * round],
    [`stock-sku-${n % EACH}`, (events.get(`stock-${sku}`) ?? 0) * round],
  ]);
  const own = commit.events.map((event) => ({
    ...event,
    version: event.version + (shared.get(event.stream) ?? 0),
  }));
  return {
    ...commit,
    lamport: commit.lamport + n * APART,
    input: { ...commit.input, lamport: commit.input.lamport === 0 ? 0 : commit.input.lamport + n * APART },
    events: own,
    ...(own.length > 0 && { writes: own.map(({ stream, version }) => writeOf(stream, version)) }),
  };
};
