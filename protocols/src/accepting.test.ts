// What no role takes in, of any protocol: what somebody says who may not, in another's name, or about an order of another protocol.
import { combined } from '@saga-lab/platform/decider/combined';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { message, specification } from '@saga-lab/platform/testing/given';
import { expect } from 'chai';
import { protocols } from './index.ts';
import { coordinatorName, participantNames } from './parties.ts';
import type { Party } from './parties.ts';
import { fakeSetting, heldFor, shelfWith } from './testing/fake-resource.ts';
import { terms, wanted } from './testing/order.ts';
import { pump } from './testing/pump.ts';
import { run } from './testing/run.ts';
import { defaultTiming } from './timing.ts';
import { choreography } from './choreography/index.ts';
import { tcc } from './tcc/index.ts';
import { twoPhaseCommit } from './two-phase-commit/index.ts';

const heard = (type: string, from: string, data: object) =>
  message({ type, source: `/${from}`, data: { orderId: wanted.orderId, ...data } });

const at = (service: Party, { participant }: (typeof protocols)[number], past: readonly NewEvent[]) =>
  specification(combined({ role: participant(fakeSetting(service), defaultTiming) }))([
    shelfWith(3, 7),
    ...past,
  ]);

describe('A role of any protocol', () => {
  const services = [coordinatorName, ...participantNames];

  for (const protocol of protocols)
    it(`takes in no message of ${protocol.name} from anybody who may not say it, and says who did`, () => {
      const { sent } = run(pump(protocol));
      const said = new Map(sent.map((copy) => [`${copy.message.type} ${copy.to}`, copy] as const));
      expect(said.size).to.be.above(3);
      for (const { to, message: right } of said.values()) {
        const { from = [] } = protocol.messages[right.type] ?? {};
        for (const name of services.filter((one) => !from.some((each) => each === one)))
          expect(() => arriving(protocol, to, { ...right, source: `/${name}` })).to.throw(
            `${right.type} comes from ${name}, and only`,
          );
      }
    });

  const arriving = (protocol: (typeof protocols)[number], to: string, arrived: Message) => {
    const role =
      to === coordinatorName
        ? (protocol.coordinator?.(defaultTiming) ?? protocol.watcher?.())
        : protocol.participant(fakeSetting(to as Party), defaultTiming);
    return role && specification(combined({ role }))([]).when(message(arrived));
  };

  it('counts no vote that is cast in the name of another one', () => {
    const coordinator = specification(combined({ role: twoPhaseCommit.coordinator(defaultTiming) }));
    const begun = [
      { stream: '2pc-o1', type: 'TransactionBegun', data: wanted },
      { stream: '2pc-o1', type: 'TermsFixed', data: terms },
    ];
    const vote = (from: string) => heard('2pc.VotedYes', from, { by: 'payment-service' });
    expect(() => coordinator(begun).when(vote('inventory-service'))).to.throw(
      'inventory-service says 2pc.VotedYes in the name of payment-service',
    );
    coordinator(begun)
      .when(vote('payment-service'))
      .then([{ stream: '2pc-o1', type: 'VoteCounted', data: { by: 'payment-service' } }]);
  });

  it('does nothing about an order that is of another protocol at this service', () => {
    const elsewhere = 'where order o1 is none of that protocol';
    const reason = 'TIMED_OUT';
    const abort = heard('2pc.Abort', coordinatorName, { ...wanted, reason });
    const question = heard('2pc.AskOutcome', 'payment-service', { ...wanted, by: 'payment-service' });
    const cancel = heard('tcc.Cancel', coordinatorName, { ...wanted, reason });
    const rejected = heard('choreo.OrderRejected', 'order-service', { ...wanted, reason });
    for (const [protocol, told] of [
      [twoPhaseCommit, abort],
      [twoPhaseCommit, question],
      [tcc, cancel],
      [choreography, rejected],
    ] as const)
      expect(() => at('inventory-service', protocol, heldFor('o1')).when(told)).to.throw(elsewhere);
  });

  it('remembers an outcome of an order of which nothing is known yet, but not at the service that places orders', () => {
    const abort = heard('2pc.Abort', coordinatorName, { ...wanted, reason: 'TIMED_OUT' });
    at('inventory-service', twoPhaseCommit, [])
      .when(abort)
      .then([{ stream: '2pc-o1', type: 'Aborted', data: { reason: 'TIMED_OUT' } }]);
    expect(() => at('order-service', twoPhaseCommit, []).when(abort)).to.throw('none of that protocol');
  });

  it('still lets a person be refused who decides about an order of another protocol', () => {
    const byHand = heard('2pc.DecideByHand', 'payment-service', { terms, outcome: 'COMMIT', by: 'eve' });
    at('payment-service', twoPhaseCommit, heldFor('o1')).when(byHand).thenRefuses('NOT_IN_DOUBT');
  });
});
