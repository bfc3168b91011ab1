// What a scenario is told with: every method does or sees something, and says so in one sentence.
import { randomUUID } from 'node:crypto';
import type { Account, Line, Order, Saga, Stock } from '@saga-lab/lab/client/documents';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Lab } from '@saga-lab/lab/client/lab';
import type { Answer } from '@saga-lab/lab/client/request';
import type { Access } from '@saga-lab/launcher/system/access';
import type { System } from '@saga-lab/launcher/system/system';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Clocks } from '../faults/clocks.ts';
import type { Links } from '../faults/links.ts';
import { faultsOn } from '../faults/faults.ts';
import { tellNetwork } from '../faults/network.ts';
import type { Network } from '../faults/network.ts';
import { fieldsOf, hasFields, textOf } from './words.ts';

export interface Cast {
  readonly customers: string[];
  readonly skus: string[];
  /** Ids of the orders that were accepted. */
  readonly orders: string[];
  readonly tampering: {
    readonly forged: string[];
    readonly losses: string[];
    readonly deadLetters: string[];
  };
}

export interface Stage {
  readonly lab: Lab;
  /** For requests that no proper client sends. */
  readonly access: Access;
  readonly write: (line: string) => void;
  /** Only for scenarios that start and kill parts. */
  readonly system?: System;
  /** Only where there is a real broker. */
  readonly brokerUrl?: string;
  /** Only of a system behind proxies. */
  readonly links?: Links;
  /** Only of a system whose clocks differ. */
  readonly clocks?: Clocks;
}

/** One event of a history. */
export interface Happening {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Longest wait for what a timer must bring about first. */
const HAPPENS_MS = 30_000;
/** Longest wait for a read model, which follows a little behind. */
const READ_MS = 15_000;

export const tellStory = ({ lab, access, write, system, brokerUrl, links, clocks }: Stage) => {
  const run = randomUUID().slice(0, 6);
  const cast: Cast = {
    ...{ customers: [], skus: [], orders: [] },
    tampering: { forged: [], losses: [], deadLetters: [] },
  };
  const does = (sentence: string): void => {
    write(`  > ${sentence}`);
  };
  const sees = (sentence: string): void => {
    write(`  < ${sentence}`);
  };
  /** Waits until what is read has at least these fields. */
  const seesFields = async <T extends object>(what: string, read: () => Promise<T>, expected: Partial<T>) => {
    await eventually(async () => expect(await read()).to.deep.include(expected), { timeoutMs: READ_MS });
    sees(`${what}: ${fieldsOf(expected)}`);
  };
  const accepted = (orderId: string): void => {
    if (!cast.orders.includes(orderId)) cast.orders.push(orderId);
  };

  return {
    lab,
    access,
    cast,
    does,
    sees,

    /** Opens an account with so much money, in cents. */
    customer: async (name: string, opening: number): Promise<string> => {
      const customer = `${name}-${run}`;
      does(`${customer} opens an account with ${opening}`);
      await lab.putAccount(customer, opening);
      cast.customers.push(customer);
      return customer;
    },
    /** A name that no service has heard of. */
    stranger: (name: string): string => `${name}-${run}`,
    /** Puts pieces on the shelf, at a price in cents. */
    stock: async (name: string, onHand: number, unitPrice: number): Promise<string> => {
      const sku = `${name}-${run}`;
      does(`the shop puts ${onHand} x ${sku} on the shelf, ${unitPrice} each`);
      await lab.putStock(sku, onHand, unitPrice);
      cast.skus.push(sku);
      return sku;
    },
    /** Places an order that must be accepted; resolves with its id. */
    places: async (customerId: string, ...lines: readonly Line[]): Promise<string> => {
      does(`${customerId} orders ${textOf(lines)}`);
      const orderId = await lab.placeOrder({ customerId, lines });
      accepted(orderId);
      sees(`202, order ${orderId}`);
      return orderId;
    },
    /** Notes an order that was accepted in another way than by `places`. */
    accepted,
    /** Notes the id of a message that no service sent. */
    forges: (id: string): void => void cast.tampering.forged.push(id),
    /** Notes that confirmed messages may be lost, and how: `the broker's data was wiped`. */
    loses: (how: string): void => void cast.tampering.losses.push(how),
    /** One dead letter must come, with a reason that has this in it; any other counts as a violation. */
    expectsDeadLetter: (reason: string): void => void cast.tampering.deadLetters.push(reason),
    cancels: async (orderId: string): Promise<Answer> => {
      does(`the customer cancels order ${orderId}`);
      const answer = await lab.cancel(orderId);
      sees(`${answer.status}`);
      return answer;
    },

    /** Waits for the end of a saga and its order, and for the reason if one is told. */
    seesEnd: async (orderId: string, status: Saga['status'], reason?: string): Promise<void> => {
      const saga = await lab.sagaEnd(orderId);
      expect(saga.status, `saga ${orderId}`).to.equal(status);
      sees(`saga ${orderId} is ${status}`);
      const order: Partial<Order> =
        status === 'COMPLETED' ? { status: 'APPROVED' } : { status: 'REJECTED', ...(reason && { reason }) };
      await seesFields(`order ${orderId}`, () => lab.order(orderId), order);
    },
    /** Waits until this happened to a saga, and resolves with every time that it did. */
    seesHappening: async (
      orderId: string,
      type: string,
      data: Readonly<Record<string, unknown>> = {},
    ): Promise<readonly Happening[]> => {
      const happened = await eventually(
        async () => {
          const history = (await lab.history('saga-orchestrator', `/sagas/${orderId}`)) as Happening[];
          const found = history.filter((each) => each.type === type && hasFields(each.data, data));
          expect(found, `${type} ${fieldsOf(data)} of saga ${orderId}`).not.to.have.length(0);
          return found;
        },
        { timeoutMs: HAPPENS_MS },
      );
      sees(`history of saga ${orderId}: ${[type, fieldsOf(data)].join(' ').trim()}`);
      return happened;
    },
    /** What never may have happened to a saga that has ended. */
    seesNothingOf: async (orderId: string, type: string): Promise<void> => {
      const history = (await lab.history('saga-orchestrator', `/sagas/${orderId}`)) as Happening[];
      expect(history.map((each) => each.type)).not.to.include(type);
      sees(`history of saga ${orderId}: no ${type}`);
    },
    /** `operator`: who does it, in the history of the saga. */
    operates: (orderId: string, act: 'retry' | 'abort' | 'resolve', operator: string, body?: unknown) =>
      lab.ask('saga-orchestrator', {
        method: 'post',
        path: `/sagas/${orderId}/${act}`,
        headers: { 'x-operator': operator },
        ...(body !== undefined && { body }),
      }),
    seesOrder: (orderId: string, expected: Partial<Order>) =>
      seesFields(`order ${orderId}`, () => lab.order(orderId), expected),
    seesAccount: (customer: string, expected: Partial<Account>) =>
      seesFields(`account ${customer}`, () => lab.account(customer), expected),
    seesStock: (sku: string, expected: Partial<Stock>) =>
      seesFields(`stock ${sku}`, () => lab.stock(sku), expected),
    /** A refusal must have this status and say which field, or which code, in problem details. */
    seesProblem: (answer: Answer, status: number, naming: string): void => {
      expect(answer.status, JSON.stringify(answer.body)).to.equal(status);
      expect(answer.headers['content-type']).to.match(/^application\/problem\+json/);
      expect(JSON.stringify(answer.body)).to.include(naming);
      sees(`${status} naming ${naming}`);
    },

    ...faultsOn({ system, brokerUrl, does, sees }),
    /** Of the process of a service, against the machine's; ms, negative: behind. */
    setsClock: async (service: ServiceName, ahead: number): Promise<void> => {
      if (!clocks)
        throw new Error('A scenario that sets clocks must say so: needs: { clocksAheadMs: { ... } }.');
      does(`the clock of ${service} jumps: ${ahead / 1_000} s against that of the machine`);
      await clocks.set(service, ahead);
    },
    /** The links of its services to broker and databases. */
    network: (): Network => {
      if (!links) throw new Error('A scenario on links must say so: needs: { proxies: true }.');
      return tellNetwork(links, { does, sees });
    },
  };
};
export type Story = ReturnType<typeof tellStory>;
