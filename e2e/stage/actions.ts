// What customers, the shop and operators do in a scenario; each action reports itself in one sentence.
import type { Line } from '@saga-lab/contracts/primitives';
import { randomUUID } from 'node:crypto';
import type { Lab } from '@saga-lab/lab/client/lab';
import type { HttpAnswer } from '@saga-lab/lab/client/request';
import { notesOn } from './fixtures.ts';
import type { Fixtures } from './fixtures.ts';
import type { Reporter } from './reporter.ts';
import { textOf } from './words.ts';

interface ActionContext extends Reporter {
  readonly lab: Lab;
  readonly fixtures: Fixtures;
}

export const actionsOn = (context: ActionContext) => {
  const suffix = randomUUID().slice(0, 6); // another run may use the same names on the same system
  const nameOf = (name: string): string => `${name}-${suffix}`;
  return { ...fixtureActions(context, nameOf), ...orderActions(context), ...operatorActions(context) };
};

const fixtureActions = (
  { lab, fixtures, reportAction }: ActionContext,
  nameOf: (name: string) => string,
) => ({
  /** Opens an account with so much money, in cents; resolves with the customer's id. */
  openAccount: async (name: string, opening: number): Promise<string> => {
    const customer = nameOf(name);
    reportAction(`${customer} opens an account with ${opening}`);
    await lab.putAccount(customer, opening);
    fixtures.customers.push(customer);
    return customer;
  },
  /** Puts pieces on the shelf, at a price in cents; resolves with the SKU. */
  putStock: async (name: string, onHand: number, unitPrice: number): Promise<string> => {
    const sku = nameOf(name);
    reportAction(`the shop puts ${onHand} x ${sku} on the shelf, ${unitPrice} each`);
    await lab.putStock(sku, onHand, unitPrice);
    fixtures.skus.push(sku);
    return sku;
  },
  /** Of a customer or an article that no service knows. */
  unknownId: nameOf,
});

const orderActions = ({ lab, fixtures, reportAction, reportResult }: ActionContext) => ({
  /** Places an order that must be accepted; resolves with its id. */
  placeOrder: async (customerId: string, ...lines: readonly Line[]): Promise<string> => {
    reportAction(`${customerId} orders ${textOf(lines)}`);
    const orderId = await lab.placeOrder({ customerId, lines });
    notesOn(fixtures).noteAccepted(orderId);
    reportResult(`202, order ${orderId}`);
    return orderId;
  },
  /** The same under another way to agree than the saga. */
  placeOrderUnder: async (
    protocol: string,
    customerId: string,
    ...lines: readonly Line[]
  ): Promise<string> => {
    reportAction(`${customerId} orders ${textOf(lines)} under ${protocol}`);
    const orderId = await lab.placeOrder({ customerId, lines, protocol });
    notesOn(fixtures).noteAccepted(orderId);
    reportResult(`202, order ${orderId}`);
    return orderId;
  },
  cancelOrder: async (orderId: string): Promise<HttpAnswer> => {
    reportAction(`the customer cancels order ${orderId}`);
    const answer = await lab.cancel(orderId);
    reportResult(`${answer.status}`);
    return answer;
  },
});

const operatorActions = ({ lab }: ActionContext) => ({
  /** `operator`: who does it, in the history of the saga. */
  actAsOperator: (orderId: string, act: 'retry' | 'abort' | 'resolve', operator: string, body?: unknown) =>
    lab.ask('saga-orchestrator', {
      method: 'post',
      path: `/sagas/${orderId}/${act}`,
      headers: { 'x-operator': operator },
      ...(body !== undefined && { body }),
    }),
});
