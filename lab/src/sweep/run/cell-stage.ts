// What the customer and the shop of one cell do, and what they wait for.
import type { ParticipantName, ServiceName } from '@saga-lab/contracts/services';
import { orchestrator } from '@saga-lab/contracts/services';
import { participantNames } from '@saga-lab/protocols/parties';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { Cell } from '../cells/cells.ts';
import { deathsOf, idOf } from '../cells/cells.ts';
import type { Lab } from '../../client/lab.ts';
import { Refused } from '../../client/request.ts';
import { deathsFor, wasHeld } from '../plan.ts';
import type { CellNames } from './names.ts';
import { subjectOf } from './names.ts';
import type { Plans } from './plans.ts';

/** Minor units. */
export const PRICE = 2_500;
export const ENOUGH = { money: 10_000, pieces: 5 };

export interface CellStage {
  /** An account with so much money, in minor units, and pieces on the shelf. */
  readonly prepare: (
    amounts: { readonly money: number; readonly pieces: number },
    unitPrice: number,
  ) => Promise<void>;
  /** Brings account and stock back to what they were at first. */
  readonly restore: () => Promise<void>;
  /** Account and stock: that their second event never happened. */
  readonly correct: () => Promise<void>;
  readonly placeOrder: () => Promise<void>;
  readonly cancel: () => Promise<void>;
  /** An operator decides the order at one service that is in doubt, or gives up what nobody has decided yet. */
  readonly commitByHand: (service: ParticipantName, unitPrice: number) => Promise<void>;
  readonly abortByHand: () => Promise<void>;
  /** Keeps such a message of the cell back, from before it comes. */
  readonly hold: (service: ServiceName, type: string) => void;
  /** Resolves when one is kept back. */
  readonly holds: (service: ServiceName, type: string) => Promise<void>;
  readonly release: (service: ServiceName, type: string) => void;
  /** Its saga, or for all who take part under another protocol. */
  readonly orderEnds: () => Promise<void>;
  /** Lets whoever stays away come back; and when that was, milliseconds, or now. */
  readonly returns: () => void;
  readonly backAt: () => number;
  /** Resolves when the process has died as often as it should, or will not any more. */
  readonly deaths: () => Promise<void>;
}

export interface StageParts {
  readonly lab: Lab;
  readonly plans: Plans;
  readonly names: CellNames;
  /** How long to wait for a saga's end, for something to be kept back, and for a death, ms. */
  readonly patienceMs: number;
}

const OPERATOR = 'sweep';
const REASON = 'as the sweep says';

/** Who of them, as they are asked now, has not heard how the order ends. */
export const waitingAmong = async (
  lab: Lab,
  some: readonly ParticipantName[],
  orderId: string,
): Promise<readonly ParticipantName[]> => {
  const isWaiting = async (name: ParticipantName): Promise<boolean> => {
    if ((await lab.findHold(name, orderId))?.status === 'IN_DOUBT') return true;
    return name === 'order-service' && (await lab.findOrder(orderId))?.status === 'PENDING';
  };
  const waits = await Promise.all(some.map(isWaiting));
  return some.filter((_, n) => waits[n]);
};

export const cellStage = (cell: Cell, { lab, plans, names, patienceMs }: StageParts): CellStage => {
  const about = (type: string) => ({ type, subject: subjectOf(type, names) });
  const waits = { timeoutMs: patienceMs };
  let returnedAt: number | undefined;
  const mustBe = (what: boolean, words: string): void => {
    if (!what) throw new Error(words);
  };
  return {
    prepare: async ({ money, pieces }, unitPrice) => {
      await Promise.all([lab.putAccount(names.customer, money), lab.putStock(names.sku, pieces, unitPrice)]);
    },
    restore: async () => {
      const back = { toVersion: 1, reason: 'put by mistake', key: names.key };
      await Promise.all([lab.restoreAccount(names.customer, back), lab.restoreStock(names.sku, back)]);
    },
    correct: async () => {
      const never = { kind: 'FALSE', version: 2, reason: 'put by mistake' } as const;
      const { customer, sku, key } = names;
      await Promise.all([lab.correctAccount(customer, never, key), lab.correctStock(sku, never, key)]);
    },
    placeOrder: async () => {
      const order = {
        customerId: names.customer,
        lines: [{ sku: names.sku, quantity: 1 }],
        ...(cell.protocol !== undefined && { protocol: cell.protocol }),
      };
      const orderId = await lab.placeOrder(order, names.key);
      mustBe(orderId === names.orderId, `The order is ${orderId}, and ${names.orderId} was expected.`);
    },
    cancel: async () => {
      const answer = await lab.cancel(names.orderId);
      if (answer.status >= 300) throw new Refused('the cancellation', answer);
    },
    hold: (service, type) => {
      plans.hold(service, about(type));
    },
    holds: (service, type) =>
      eventually(() => {
        mustBe(wasHeld(plans.folder, service, about(type)), `No ${type} came to ${service} to be kept back.`);
      }, waits),
    release: (service, type) => {
      plans.release(service, about(type));
    },
    commitByHand: async (service, unitPrice) => {
      await eventually(async () => {
        const hold = await lab.findHold(service, names.orderId);
        mustBe(hold?.status === 'IN_DOUBT', `The order is not in doubt at ${service}.`);
      }, waits);
      const body = { reason: REASON, prices: { [names.sku]: unitPrice } };
      const path = `/holds/${names.orderId}/commit`;
      const answer = await lab.decideByHand(service, path, OPERATOR, body);
      if (answer.status >= 300) throw new Refused(`the decision by hand at ${service}`, answer);
    },
    abortByHand: async () => {
      const path = `/transactions/${names.orderId}/abort`;
      const answer = await lab.decideByHand(orchestrator.name, path, OPERATOR, { reason: REASON });
      if (answer.status >= 300) throw new Refused('the abort by hand', answer);
    },
    returns: () => {
      returnedAt = Date.now();
      plans.disarm(cell.service);
    },
    backAt: () => returnedAt ?? Date.now(),
    orderEnds: async () => {
      if (cell.protocol === undefined) await lab.sagaEnd(names.orderId, patienceMs);
      else
        await eventually(async () => {
          const waiting = await waitingAmong(lab, participantNames, names.orderId);
          mustBe(waiting.length === 0, `${waiting.join(', ')} waits for the end of the order.`);
        }, waits);
    },
    deaths: () =>
      eventually(() => {
        const died = deathsFor(plans.folder, cell.service, idOf(cell)).length;
        mustBe(died >= deathsOf(cell).length, `${cell.service} has died ${died} times.`);
      }, waits).catch(() => undefined),
  };
};
