// Customers who order, repeat, cancel and give up; and those who open accounts and fill shelves before.
import { serviceNames } from '@saga-lab/contracts/services';
import type { Moment } from './choices.ts';
import { asking, customersOf, skusOf } from './clients.ts';
import type { Asking, Placed } from './clients.ts';
import type { Request, Response } from './ask.ts';
import { correctHistory } from './corrector.ts';
import { bringBack, helpWith, makeAnew, replayLetters } from './operator.ts';
import { orderRequest } from './order-request.ts';
import { comeBack, oldTimes } from './old-times.ts';
import type { Plan } from './plan.ts';
import type { Seen } from './seen.ts';
import type { System } from './system.ts';

export interface Clients {
  /** Opens accounts and fills shelves. */
  readonly prepare: () => void;
  /** All orders of the plan. */
  readonly order: () => void;
  /** Every service's dead letters, once. */
  readonly replayLetters: () => void;
  /** Nothing is asked any more. */
  readonly isDone: () => boolean;
  readonly placed: () => readonly Placed[];
  /** An answer that nobody may get, or an exception. */
  readonly failure: () => string | undefined;
}

export interface ClientsParts {
  readonly system: System;
  readonly plan: Plan;
  readonly seen: Seen;
  /** Under which orders are placed; left out: under the saga. */
  readonly protocols?: readonly string[] | undefined;
}

interface Customer {
  readonly name: string;
  readonly moment: Moment;
  /** 0 to `most`, each equally often. */
  readonly oneOf: (aspect: string, most: number) => number;
  readonly maybe: (aspect: string, chance: number) => boolean;
}

const SPREAD_MS = 2_000;
const MOST_MADE_ANEW = 3;

export const newClients = ({ system, plan, seen, protocols = [] }: ClientsParts): Clients => {
  const { world } = system;
  const client = asking(system);
  const placed = new Map<string, Placed>();
  let underway = 0;
  let failure: string | undefined;

  /** Counts it as long as it goes on. */
  const doing = (work: () => Promise<void>): void => {
    underway += 1;
    const over = (): void => {
      underway -= 1;
    };
    work().then(over, (error: unknown) => {
      failure ??= String(error);
      over();
    });
  };

  const place = async (customer: Customer, request: Request): Promise<string | undefined> => {
    const { name: who } = customer;
    const givesUp = customer.maybe('gives up', 0.15);
    const response = givesUp
      ? await client.ask(who, 'order-service', request)
      : await client.insist(who, 'order-service', request);
    if (response?.status !== 202) {
      if (response && response.status !== 503) throw unexpected(who, request, response);
      return undefined;
    }
    return (response.body as { orderId: string }).orderId;
  };

  const order = async (customer: Customer): Promise<void> => {
    const { name: who, oneOf, maybe } = customer;
    const customerId = customersOf(plan)[oneOf('account', plan.customers - 1)] ?? '';
    const key = who.replaceAll(' ', '-');
    const request = orderRequest(customer, { ...plan, protocols }, { customerId, key });
    const heard = (orderId: string | undefined): void => {
      const before = placed.get(who);
      if (before?.orderId === undefined)
        placed.set(who, { customerId, key, ...(orderId !== undefined && { orderId }) });
    };
    await client.wait(oneOf('when', 20) * (SPREAD_MS / 20), `${who} comes`);
    heard(undefined);
    if (maybe('asks twice at once', 0.15))
      doing(async () => {
        heard(await place(customer, request));
      });
    const orderId = await place(customer, request);
    heard(orderId);
    if (orderId === undefined) return;
    if (maybe('cancels', 0.25)) {
      await client.wait(oneOf('cancels after', 20) * 3, `${who} changes their mind`);
      await cancel(client, who, orderId);
    }
    if (maybe('asks again later', 0.15)) heard(await place(customer, request));
    if (maybe('calls the operator', 0.15)) await helpWith(client, { who, orderId, oneOf });
    if (plan.retentionMs === undefined) return;
    const asks = { again: () => place(customer, request), cancel: () => cancel(client, who, orderId) };
    await comeBack({ system, client, seen }, customer, { orderId, ...asks });
  };

  const prepare = async (): Promise<void> => {
    const { onHand, opening } = plan;
    const put = async (
      service: 'inventory-service' | 'payment-service',
      path: string,
      body: object,
    ): Promise<void> => {
      const request: Request = { method: 'put', path, body };
      const response = await client.insist('the operator', service, request);
      if (response.status !== 200) throw unexpected('the operator', request, response);
    };
    await Promise.all([
      ...skusOf(plan).map((sku) => put('inventory-service', `/stock/${sku}`, { onHand, unitPrice: 100 })),
      ...customersOf(plan).map((id) => put('payment-service', `/accounts/${id}`, { opening })),
    ]);
  };

  const correct = (): void => {
    const things = [
      ...skusOf(plan).map((sku) => ['inventory-service', `/stock/${sku}`] as const),
      ...customersOf(plan).map((id) => ['payment-service', `/accounts/${id}`] as const),
    ];
    for (const [service, path] of things) {
      const { oneOf, maybe } = visitor(`the operator who looks at ${path}`);
      const mistake = { service, path, oneOf };
      if (maybe('sees a mistake', 0.3)) doing(() => bringBack(client, mistake));
      if (maybe('finds something untrue', 0.4)) doing(() => correctHistory(client, mistake));
    }
  };

  const tidyUp = (): void => {
    for (let n = 1; n <= MOST_MADE_ANEW; n += 1) {
      const { name, oneOf, maybe } = visitor(`the operator who tidies up ${n}`);
      if (maybe('makes a read model anew', 0.2)) doing(() => makeAnew(client, name, oneOf));
    }
  };

  const visitor = (name: string): Customer => {
    const moment = world.moment(name);
    return {
      name,
      moment,
      oneOf: (aspect, most) => world.pick(moment, aspect, most, most / (most + 1)),
      maybe: (aspect, chance) => world.pick(moment, aspect, 1, chance) === 1,
    };
  };

  return {
    prepare: () => {
      doing(prepare);
    },
    order: () => {
      for (let n = 1; n <= plan.orders; n += 1) doing(() => order(visitor(`customer of order ${n}`)));
      correct();
      tidyUp();
      const { retentionMs } = plan;
      if (retentionMs !== undefined) doing(() => oldTimes({ system, client, seen, retentionMs }));
    },
    replayLetters: () => {
      for (const service of serviceNames) {
        const { deadLetters } = system.databases[service];
        doing(async () => {
          if ((await deadLetters.count()) > 0) await replayLetters(client, seen, service);
        });
      }
    },
    isDone: () => underway === 0,
    placed: () => [...placed.values()],
    failure: () => failure,
  };
};

const cancel = async (client: Asking, who: string, orderId: string): Promise<void> => {
  const request: Request = { method: 'post', path: `/orders/${orderId}/cancel` };
  const response = await client.ask(who, 'order-service', request);
  if (response && ![202, 409, 410, 503].includes(response.status)) throw unexpected(who, request, response);
};

export const unexpected = (who: string, { method, path }: Request, { status, body }: Response): Error =>
  new Error(`${method.toUpperCase()} ${path} of ${who} was answered ${status}: ${JSON.stringify(body)}`);
