// What a scenario expects of the system; each expectation waits until it is met, and reports what it saw.
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { Lab } from '@saga-lab/lab/client/lab';
import type { HttpAnswer } from '@saga-lab/lab/client/request';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Reporter } from './reporter.ts';
import { fieldsOf, hasFields } from './words.ts';

/** One event of a history. */
export interface HistoryEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface ExpectationContext extends Pick<Reporter, 'reportResult'> {
  readonly lab: Lab;
}

/** Longest wait for what a timer must bring about first. */
const EVENT_MS = 30_000;
/** Longest wait for a read model, which follows a little behind. */
const READ_MODEL_MS = 15_000;

export const expectationsOn = (context: ExpectationContext) => ({
  ...documentExpectations(context),
  ...historyExpectations(context),
  /** A refusal must have this status and name this field or code in its problem details. */
  expectProblem: (answer: HttpAnswer, status: number, naming: string): void => {
    expect(answer.status, JSON.stringify(answer.body)).to.equal(status);
    expect(answer.headers['content-type']).to.match(/^application\/problem\+json/);
    expect(JSON.stringify(answer.body)).to.include(naming);
    context.reportResult(`${status} naming ${naming}`);
  },
});

const documentExpectations = ({ lab, reportResult }: ExpectationContext) => {
  /** Waits until what is read has at least these fields. */
  const expectFields = async <T extends object>(
    what: string,
    read: () => Promise<T>,
    expected: Partial<T>,
  ) => {
    const look = async () => expect(await read(), what).to.deep.include(expected);
    await eventually(look, { timeoutMs: READ_MODEL_MS });
    reportResult(`${what}: ${fieldsOf(expected)}`);
  };
  const expectOrder = (orderId: string, expected: Partial<OrderDto>) =>
    expectFields(`order ${orderId}`, () => lab.order(orderId), expected);
  return {
    /** Waits for the end of a saga and its order, and for the reason if one is given. */
    expectEnd: async (orderId: string, status: SagaDto['status'], reason?: string): Promise<void> => {
      const saga = await lab.sagaEnd(orderId);
      expect(saga.status, `saga ${orderId}`).to.equal(status);
      reportResult(`saga ${orderId} is ${status}`);
      const rejected: Partial<OrderDto> = { status: 'REJECTED', ...(reason && { reason }) };
      await expectOrder(orderId, status === 'COMPLETED' ? { status: 'APPROVED' } : rejected);
    },
    expectOrder,
    expectAccount: (customer: string, expected: Partial<AccountDto>) =>
      expectFields(`account ${customer}`, () => lab.account(customer), expected),
    expectStock: (sku: string, expected: Partial<StockDto>) =>
      expectFields(`stock ${sku}`, () => lab.stock(sku), expected),
  };
};

const historyExpectations = ({ lab, reportResult }: ExpectationContext) => {
  const historyOf = async (orderId: string) =>
    (await lab.history('saga-orchestrator', `/sagas/${orderId}`)) as readonly HistoryEvent[];
  return {
    /** Waits until this event is in the history of a saga, and resolves with every time that it is. */
    expectEvent: async (
      orderId: string,
      type: string,
      data: HistoryEvent['data'] = {},
    ): Promise<readonly HistoryEvent[]> => {
      const look = async () => {
        const history = await historyOf(orderId);
        const found = history.filter((each) => each.type === type && hasFields(each.data, data));
        expect(found, `${type} ${fieldsOf(data)} of saga ${orderId}`).not.to.have.length(0);
        return found;
      };
      const found = await eventually(look, { timeoutMs: EVENT_MS });
      reportResult(`history of saga ${orderId}: ${[type, fieldsOf(data)].join(' ').trim()}`);
      return found;
    },
    /** What must not be in the history of a saga that has ended. */
    expectNoEvent: async (orderId: string, type: string): Promise<void> => {
      const history = await historyOf(orderId);
      expect(history.map((each) => each.type)).not.to.include(type);
      reportResult(`history of saga ${orderId}: no ${type}`);
    },
  };
};
