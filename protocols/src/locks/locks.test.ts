// Who takes, who waits, who is refused, and who is next.
import { expect } from 'chai';
import { combined } from '@saga-lab/platform/decider/combined';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { specification } from '@saga-lab/platform/testing/given';
import { fakeSetting, heldFor, shelfWith } from '../testing/fake-resource.ts';
import { terms, wordsOf } from '../testing/order.ts';
import { defaultTiming } from '../timing.ts';
import { twoPhaseCommit } from '../two-phase-commit/index.ts';
import type { LockEvent } from './lock.ts';
import { lockedResource, locksOf } from './locks.ts';
import { MOST_WAITING } from './policy.ts';
import type { Policy } from './policy.ts';
import { waitingFor } from './waiting.ts';

const { told, noted } = wordsOf('2pc');
const LOCK = 'lock-one';
const shelf = shelfWith(5, terms.amount);

const under = (policy: Policy) => {
  const locks = locksOf(policy);
  const setting = fakeSetting('inventory-service');
  const resource = lockedResource(setting.resource, locks, () => ['one']);
  const role = twoPhaseCommit.participant({ ...setting, resource }, defaultTiming);
  return specification(combined({ role: waitingFor(role, locks, { self: setting.self, prefix: '2pc.' }) }));
};

const termsOf = (orderId: string, placedAt?: number) => ({
  ...terms,
  orderId,
  ...(placedAt !== undefined && { placedAt }),
});
const prepare = (orderId: string, placedAt?: number) => told('Prepare', termsOf(orderId, placedAt));
const outcome = (type: 'Commit' | 'Abort', orderId: string) =>
  told(type, type === 'Commit' ? termsOf(orderId) : { ...termsOf(orderId), reason: 'NO' });

const lock = (type: LockEvent['type'], data: object): NewEvent => ({ stream: LOCK, type, data });
const stash = (orderId: string, placedAt?: number) => ({
  orderId,
  ...(placedAt !== undefined && { placedAt }),
  message: { type: '2pc.Prepare', source: '/saga-orchestrator', data: termsOf(orderId, placedAt) },
});
const owned = (orderId: string, placedAt?: number): readonly NewEvent[] =>
  [
    shelf,
    ...heldFor(orderId),
    noted('Prepared', { wanted: terms, terms: termsOf(orderId) }),
    lock('Locked', { orderId, ...(placedAt !== undefined && { placedAt }) }),
  ].map((event) => (event.stream === '2pc-o1' ? { ...event, stream: `2pc-${orderId}` } : event));
const inherited = (orderId: string) =>
  told('LockInherited', { orderId, thing: 'one', message: stash(orderId).message });

const typesOf = (events: readonly NewEvent[]) => events.map(({ type }) => type);

describe('A lock', () => {
  it('is taken by whoever holds something, where counts alone do not decide', () => {
    const { decision } = under('wait')([shelf]).when(prepare('a'));
    expect(decision.events.at(-1)).to.deep.equal(lock('Locked', { orderId: 'a' }));
    expect(typesOf(under('escrow')([shelf]).when(prepare('a')).decision.events)).not.to.include('Locked');
  });

  it('has no part in a decision where counts alone decide: another order takes beside the first', () => {
    const held = owned('a').filter(({ stream }) => stream !== LOCK);
    under('escrow')(held)
      .when(prepare('b'))
      .thenSends([{ type: '2pc.VotedYes' }, { type: '2pc.AskAgain' }]);
  });

  it('refuses others under `reject`', () => {
    under('reject')(owned('a'))
      .when(prepare('b'))
      .thenSends([
        { type: '2pc.VotedNo', data: { orderId: 'b', by: 'inventory-service', reason: 'LOCKED' } },
      ]);
  });

  it('lets others wait under `wait`: what they want is kept, and nothing is said', () => {
    under('wait')(owned('a'))
      .when(prepare('b'))
      .then([lock('LockAwaited', stash('b'))])
      .thenSends([]);
  });

  it('refuses whoever comes when so many wait already', () => {
    const queue = Array.from({ length: MOST_WAITING }, (_, n) => lock('LockAwaited', stash(`w${n}`)));
    under('wait')([...owned('a'), ...queue])
      .when(prepare('b'))
      .thenSends([{ type: '2pc.VotedNo' }]);
    // one who waits already may say so again
    under('wait')([...owned('a'), ...queue])
      .when(prepare('w3'))
      .then([lock('LockAwaited', stash('w3'))]);
  });

  for (const type of ['Commit', 'Abort'] as const)
    it(`is inherited in the commit of ${type}, by the one that waited first, and a timer lets it go on`, () => {
      const waiting = [lock('LockAwaited', stash('b')), lock('LockAwaited', stash('c'))];
      const { decision } = under('wait')([...owned('a'), ...waiting]).when(outcome(type, 'a'));
      expect(decision.events.slice(-2)).to.deep.equal([
        lock('Unlocked', { orderId: 'a' }),
        lock('LockInherited', stash('b')),
      ]);
      expect(decision.messages.at(-1)).to.deep.equal({
        type: '2pc.LockInherited',
        data: { orderId: 'b', thing: 'one', message: stash('b').message },
        to: 'inventory-service',
        notBefore: 0,
        sagaId: 'b',
      });
    });

  it('that is inherited is used: what was kept is decided then', () => {
    const before = [shelf, lock('LockInherited', stash('b'))];
    const { decision } = under('wait')(before).when(inherited('b'));
    expect(typesOf(decision.events)).to.deep.equal(['Prepared', 'Held', 'PieceTaken', 'Locked']);
    expect(decision.messages[0]).to.include({ type: '2pc.VotedYes' });
    expect(under('wait')(before).wants(inherited('b'))).to.equal(true);
    expect(under('wait')([...before, lock('Unlocked', { orderId: 'b' })]).wants(inherited('b'))).to.equal(
      false,
    );
  });

  it('that is inherited and used already, since the order was asked again, is not passed on by the timer', () => {
    const before = [shelf, lock('LockInherited', stash('b')), lock('LockAwaited', stash('c'))];
    const { decision } = under('wait')(before).when(prepare('b'));
    expect(typesOf(decision.events)).to.include('Locked');
    const after = [...before, ...decision.events];
    expect(under('wait')(after).wants(inherited('b'))).to.equal(false);
    // one that is on its way already
    expect(
      under('wait')(after)
        .when(inherited('b'))
        .decision.events.map(({ stream }) => stream),
    ).not.to.include(LOCK);
  });

  it('that is inherited by an order which was given up meanwhile goes on to the next', () => {
    const givenUp = { ...noted('Aborted', { reason: 'NO' }), stream: '2pc-b' };
    const before = [shelf, givenUp, lock('LockAwaited', stash('c')), lock('LockInherited', stash('b'))];
    const { decision } = under('wait')(before).when(inherited('b'));
    expect(decision.events).to.deep.equal([
      lock('Unlocked', { orderId: 'b' }),
      lock('LockInherited', stash('c')),
    ]);
    expect(decision.messages.map(({ type }) => type)).to.deep.equal(['2pc.VotedNo', '2pc.LockInherited']);
  });

  it('lets the older wait for the younger under `wait-die`, and refuses the younger', () => {
    const older = under('wait-die')(owned('a', 5)).when(prepare('b', 4));
    older.then([lock('LockAwaited', stash('b', 4))]);
    for (const younger of [prepare('b', 6), prepare('b')])
      under('wait-die')(owned('a', 5))
        .when(younger)
        .thenSends([{ type: '2pc.VotedNo' }]);
    // of the same age: by name
    under('wait-die')(owned('b', 5))
      .when(prepare('a', 5))
      .then([lock('LockAwaited', stash('a', 5))]);
    under('wait-die')(owned('a', 5))
      .when(prepare('b', 5))
      .thenSends([{ type: '2pc.VotedNo' }]);
  });

  it('goes to the youngest who waits under `wait-die`, so that whoever goes on waiting is older', () => {
    const waiting = [lock('LockAwaited', stash('b', 3)), lock('LockAwaited', stash('c', 4))];
    const { decision } = under('wait-die')([...owned('a', 5), ...waiting]).when(outcome('Commit', 'a'));
    expect(decision.events.at(-1)).to.deep.equal(lock('LockInherited', stash('c', 4)));
  });

  it('does not make a quote wait as long as there is enough', () => {
    const { orderId, customerId, lines } = terms;
    const quote = told('Quote', {
      orderId,
      customerId,
      lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    });
    under('wait')(owned('a'))
      .when(quote)
      .thenSends([{ type: '2pc.Quoted' }]);
    const soldOut = [shelfWith(1, terms.amount), ...owned('a').slice(1)];
    const { decision } = under('wait')(soldOut).when(quote);
    expect(typesOf(decision.events)).to.deep.equal(['LockAwaited']);
  });
});
