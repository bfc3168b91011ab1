import { expect } from 'chai';
import type { ServiceName } from '@saga-lab/contracts/services';
import { completed, factsOf, withCommits } from '../testing/made-up-facts.ts';
import type { Made } from '../testing/made-up-facts.ts';
import { forgottenBy } from './forgotten.ts';

const forgotten = (made: Made) =>
  forgottenBy(factsOf(made)).map(
    ({ service, messages }) =>
      `${service}: ${messages.map(({ type, saga, knownTo }) => `${type} of ${saga} at ${knownTo}`).join(', ')}`,
  );
const without = (service: ServiceName, ...causes: readonly string[]): Made =>
  withCommits(completed(), service, (commits) => commits.filter(({ input }) => !causes.includes(input.type)));

describe('A service that has forgotten what others have from it', () => {
  it('is none while every message is known to its maker', () => {
    expect(forgotten(completed())).to.deep.equal([]);
  });

  it('is a participant whose answer is known to the orchestrator alone', () => {
    expect(forgotten(without('payment-service', 'ChargePayment'))).to.deep.equal([
      'payment-service: PaymentCharged of o1 at saga-orchestrator',
    ]);
  });

  it('is the orchestrator, if participants have commands that it never sent', () => {
    expect(forgotten(without('saga-orchestrator', 'OrderApproved', 'StockShipped'))).to.deep.equal([
      'saga-orchestrator: ShipStock of o1 at inventory-service',
    ]);
  });

  it('is none if the message was put in by a scenario', () => {
    const made = without('payment-service', 'ChargePayment');
    const forged = made.commits['saga-orchestrator']
      .filter(({ input }) => input.type === 'PaymentCharged')
      .map(({ _id }) => _id);
    expect(forgotten({ ...made, tampering: { ...made.tampering, forged } })).to.deep.equal([]);
  });
});
