import { expect } from 'chai';
import {
  commitOf,
  completed,
  event,
  findingsOf,
  violatedBy,
  withCommits,
  withOrder,
} from '../testing/made-up-facts.ts';

const placed = (orderId: string) =>
  commitOf('PlaceOrder', [event(`order-${orderId}`, 1, 'OrderPlaced', { orderId, customerId: 'ada' })]);

describe('I-8, accepted orders, turns red', () => {
  it('when an order that was answered with 202 is not there', () => {
    const made = withOrder(completed(), { order: undefined });
    expect(findingsOf(made, 'I-8')).to.deep.equal(['order o1 was accepted, and is not there.']);
  });

  it('when it was placed twice', () => {
    const made = withCommits(completed(), 'order-service', (commits) => [...commits, placed('o1')]);
    expect(findingsOf(made, 'I-8')).to.deep.equal(['order o1 was placed 2 times.']);
  });

  it('when there is one more of the same customer that nobody was told of', () => {
    const made = withCommits(completed(), 'order-service', (commits) => [...commits, placed('o2')]);
    expect(violatedBy(made)).to.deep.equal(['I-8']);
    expect(findingsOf(made, 'I-8')).to.deep.equal(['order o2 of ada is there, and nobody was told.']);
  });
});
