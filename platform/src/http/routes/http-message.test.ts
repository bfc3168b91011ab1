import { expect } from 'chai';
import { TransientError } from '../../decider/errors.ts';
import type { Message } from '../../decider/message.ts';
import type { Outcome } from '../../runtime/handler.ts';
import { commitOf, input } from '../../store/fixtures.ts';
import { countingIds, virtualClock } from '../../testing/virtual-clock.ts';
import { expectDone, httpMessage, within } from './http-message.ts';

const sender = { service: 'order-service', ids: countingIds(), clock: virtualClock() };
const placeOrder = (body: unknown, key?: string, subject = 'c1') =>
  httpMessage(sender, {
    route: 'place-order',
    subject,
    type: 'PlaceOrder',
    data: {},
    body,
    correlationId: (id) => `order-of-${id}`,
    ...(key === undefined ? {} : { key }),
  });
const duplicateOf = ({ fingerprint }: Message): Outcome => ({
  status: 'duplicate',
  commit: commitOf('m1', { input: input({ fingerprint }) }),
});

describe('the message of an HTTP request', () => {
  it('has the same id for the same route, customer and key, and another one otherwise', () => {
    const { id } = placeOrder({}, 'k1');
    expect(id).to.match(/^http:place-order:c1:[0-9a-f]{64}$/);
    expect(placeOrder({ other: 1 }, 'k1').id).to.equal(id);
    expect([placeOrder({}, 'k2').id, placeOrder({}, 'k1', 'c2').id]).not.to.include(id);
  });

  it('has a new id every time without a key', () => {
    expect(placeOrder({}).id).not.to.equal(placeOrder({}).id);
  });

  it('begins a chain of causes', () => {
    const message = placeOrder({}, 'k1');
    const { id } = message;
    expect(message).to.include({ causationId: id, correlationId: `order-of-${id}`, lamport: 0 });
    expect(message.source).to.equal('/order-service');
  });

  it('knows what whoever asks has seen', () => {
    const command = { route: 'put', subject: 's1', type: 'Put', data: {}, correlationId: 's1' };
    expect(httpMessage(sender, { ...command, seen: 7 }).lamport).to.equal(7);
  });

  it('has a fingerprint that does not depend on the order of keys, but on everything else', () => {
    const of = (body: unknown) => placeOrder(body, 'k').fingerprint;
    expect(of({ a: { c: 1, b: [1, 2] }, d: 2 })).to.equal(of({ d: 2, a: { b: [1, 2], c: 1 } }));
    expect(of({ a: [1, 2] })).not.to.equal(of({ a: [2, 1] }));
  });
});

describe('what is expected of an outcome', () => {
  const message = placeOrder({ a: 1 }, 'k');
  const problemOf = (outcome: Outcome): unknown => {
    try {
      return expectDone(outcome, message);
    } catch (error) {
      return error;
    }
  };

  it('lets a repeated request pass and refuses another one under the same key', () => {
    expect(problemOf(duplicateOf(message))).to.include({ status: 'duplicate' });
    const other = problemOf(duplicateOf(placeOrder({ a: 2 }, 'k')));
    expect(other).to.include({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('turns a refusal into 404 or 409', () => {
    const refused = (code: string): Outcome => ({ status: 'refused', refusal: { code, detail: 'no' } });
    expect(problemOf(refused('NOT_FOUND'))).to.include({ status: 404, code: 'NOT_FOUND' });
    expect(problemOf(refused('ORDER_APPROVED'))).to.include({ status: 409, code: 'ORDER_APPROVED' });
  });
});

describe('a bounded wait', () => {
  it('ends with a transient error when the time is up', async () => {
    const clock = virtualClock();
    const waiting = within(1_000, new Promise(() => undefined), clock).catch((error: unknown) => error);
    await clock.advance(1_000);
    expect(await waiting).to.be.instanceOf(TransientError);
  });

  it('gives what comes in time', async () => {
    const clock = virtualClock();
    expect(await within(1_000, Promise.resolve(7), clock)).to.equal(7);
  });
});
