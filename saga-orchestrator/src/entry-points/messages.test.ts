// The table and the contracts fit together at run time too.
import { orchestrator, participants } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import type { Step } from '../saga/table.ts';
import { steps } from '../sagas/order-fulfilment/steps.ts';
import {
  approved,
  approvalRefused,
  charged,
  decider,
  declined,
  definition,
  historyOf,
  placed,
  policy,
  refunded,
  released,
  reserved,
} from '../testing/order-saga.ts';
import type { StampedMessage } from '../testing/order-saga.ts';
import { statesOf } from '@saga-lab/platform/testing/given';
import { messages } from './messages.ts';

const { schemas } = messages(policy);

describe('the messages of the orchestrator', () => {
  it('are every reply that a step of the table may get', () => {
    const awaited = steps.flatMap((row) => [
      row.succeeded,
      ...('refused' in row ? [row.refused] : []),
      ...('compensated' in row ? [row.compensated] : []),
    ]);
    expect(schemas).to.include.all.keys(awaited);
    expect(schemas).to.include.all.keys('OrderCancellationRequested', 'CommandRejected');
    expect(Object.keys(orchestrator.starts)).to.deep.equal([steps[0].succeeded]);
  });

  it('cannot be a timer or an act of an operator', () => {
    expect(schemas).not.to.have.any.keys('SagaTimer', 'RetrySaga', 'AbortSaga', 'ResolveStep');
  });

  // @covers R-49
  it('that it sends pass the schemas of those who get them, each of them', () => {
    const forwards = [placed, reserved, charged, approved];
    const backwards = [placed, reserved, charged, approvalRefused, refunded, released];
    const sent = [...sentBy(forwards), ...sentBy(backwards), ...sentBy([placed, reserved, declined])];
    const commands = Object.assign({}, ...Object.values(participants).map((each) => each.commands)) as Record<
      string,
      { parse: (message: unknown) => unknown }
    >;
    const envelope = { id: 'm', source: '/saga-orchestrator', time: '2026-01-01T00:00:00.000Z' };
    const rest = { correlationId: 'o1', causationId: 'm', lamport: 1, schemaVersion: 1 };
    for (const { to: _, ...message } of sent)
      expect(
        () => commands[message.type]?.parse({ ...envelope, ...rest, ...message }),
        message.type,
      ).not.to.throw();
    expect(sent.map(({ type }) => type)).to.include.members(commandsIn(definition.steps));
  });
});

/** All that is ever sent: the first action is the customer's own. */
const commandsIn = (table: readonly Step[]) =>
  table.flatMap(({ command, compensation }, place) => [
    ...(place > 0 ? [command] : []),
    ...(compensation === undefined ? [] : [compensation]),
  ]);

/** The commands that these replies lead to, one after the other. */
const sentBy = (received: readonly StampedMessage[]) =>
  received.flatMap((message, n) =>
    decider
      .decide(statesOf(decider, historyOf(...received.slice(0, n))), message)
      .messages.filter(({ type }) => type !== 'SagaTimer'),
  );
