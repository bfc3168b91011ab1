// Orders under other protocols than the saga: what the checker says of them, over histories that really happened and were then spoilt.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import { expect } from 'chai';
import { playUnder } from '../testing/played-under.ts';
import type { Facts, OrderFacts } from './facts.ts';
import { historyOf } from './history.ts';
import { judge } from './judge.ts';

const usual = (facts: Facts) =>
  judge(facts)
    .filter(({ state }) => state !== 'holds')
    .map(({ invariant, state, findings }) => ({ invariant, state, finding: findings[0] }));

const stateOf = (facts: Facts, invariant: string) =>
  judge(facts).find((verdict) => verdict.invariant === invariant)?.state;

const withOrder = (facts: Facts, change: (one: OrderFacts) => object): Facts => ({
  ...facts,
  orders: facts.orders.map((one) => ({ ...one, ...change(one) })),
});

const withCommits = (facts: Facts, change: (service: ServiceName, commit: Commit) => Commit | undefined) =>
  ({
    ...facts,
    history: historyOf(
      ofEveryService((name) =>
        facts.history.all.flatMap(({ service, commit }) => {
          const changed = service === name ? change(service, commit) : undefined;
          return changed ? [changed] : [];
        }),
      ),
    ),
  }) satisfies Facts;

/** As if every message had been confirmed, and every timer dropped. */
const allSent = (commit: Commit): Commit => ({ ...commit, sent: [...commit.outbox.keys()] });

describe('orders under two-phase commit, as the checker sees them', () => {
  let approved: Facts;
  let rejected: Facts;
  before(async () => {
    [approved, rejected] = await Promise.all([playUnder('2pc', 10_000), playUnder('2pc', 10)]);
  });

  it('hold every invariant, approved or rejected', () => {
    expect(usual(approved)).to.deep.equal([]);
    expect(usual(rejected)).to.deep.equal([]);
    expect([stateOf(approved, 'I-16'), stateOf(rejected, 'I-17')]).to.deep.equal(['holds', 'holds']);
  });

  it('name the person who decided otherwise, where the services disagree (I-4)', () => {
    const said = { outcome: 'COMMITTED', by: 'eve', reason: 'the customer waits' };
    const note = { stream: '2pc-o1', schemaVersion: 1 };
    const spoilt = withCommits(rejected, (service, commit) => {
      const aborted = commit.events.find(({ type }) => type === 'Aborted');
      if (service !== 'inventory-service' || !aborted) return commit;
      const { version } = aborted;
      const byHand = { ...note, version, type: 'DecidedByHand', data: said };
      const damage = { ...note, version: version + 1, type: 'HeuristicDamage', data: {} };
      return { ...commit, events: [byHand, damage] };
    });
    const judged = judge(withOrder(spoilt, () => ({ reservation: { status: 'SHIPPED' } })));
    expect(judged.find(({ invariant }) => invariant === 'I-4')?.findings[0]).to.equal(
      'order o1: heuristic damage: eve decided COMMITTED by hand at inventory-service ("the customer waits"), and the outcome was another.',
    );
  });

  it('are forgotten or stuck while PENDING (I-3), and open where somebody is in doubt (I-4, I-17)', () => {
    const pending = withOrder(approved, ({ order }) => ({ order: { ...order, status: 'PENDING' } }));
    expect(stateOf(pending, 'I-3')).to.equal('violated');
    const ended = 'TransactionEnded';
    const open = withCommits(
      withOrder(approved, ({ payment }) => ({ payment: { ...payment, status: 'HELD' } })),
      (service, commit) =>
        commit.events.some(({ type }) => type === ended) ||
        (service === 'payment-service' && commit.input.type === '2pc.Commit')
          ? undefined
          : commit,
    );
    expect([stateOf(open, 'I-4'), stateOf(open, 'I-17')]).to.deep.equal(['open', 'open']);
  });

  it('leak a hold where it stays behind the end of the transaction (I-17)', () => {
    const leaking = withOrder(rejected, ({ reservation }) => ({
      reservation: { ...reservation, status: 'RESERVED' },
    }));
    expect(stateOf(leaking, 'I-17')).to.equal('violated');
  });

  it('are rejected although all have promised only by time or by a person (I-18)', () => {
    expect([stateOf(approved, 'I-18'), stateOf(rejected, 'I-18')]).to.deep.equal(['holds', 'holds']);
    const renamed = withCommits(approved, (service, commit) => ({
      ...commit,
      events: commit.events.map((event) =>
        service === 'order-service' && event.type === 'OrderApproved'
          ? { ...event, type: 'OrderRejected', data: { orderId: 'o1', reason: 'NO_REASON' } }
          : event,
      ),
    }));
    const refused = withOrder(renamed, ({ order }) => ({ order: { ...order, status: 'REJECTED' } }));
    expect(stateOf(refused, 'I-18')).to.equal('violated');
    const byTimer = (type: string) =>
      withCommits(refused, (_, commit) => ({
        ...commit,
        outbox: commit.outbox.map((entry) =>
          entry.type === '2pc.Commit' ? { ...entry, type, notBefore: 1 } : entry,
        ),
      }));
    expect(stateOf(byTimer('2pc.VoteBy'), 'I-18')).to.equal('holds');
    expect(stateOf(byTimer('2pc.RepeatOutcome'), 'I-18')).to.equal('violated');
  });

  it('split where one service committed and another did not (I-4)', () => {
    const split = withOrder(approved, ({ reservation }) => ({
      reservation: { ...reservation, status: 'RELEASED' },
    }));
    expect(stateOf(split, 'I-4')).to.equal('violated');
    const charged = withOrder(rejected, ({ payment }) => ({
      payment: { ...payment, orderId: 'o1', version: 1, status: 'CHARGED' },
    }));
    expect(stateOf(charged, 'I-4')).to.equal('violated');
  });

  it('commit too early where a promise came later, or never (I-16)', () => {
    const late = withCommits(approved, (_, commit) =>
      commit.events.some(({ type }) => type === 'PaymentHeld') ? { ...commit, lamport: 9_999 } : commit,
    );
    expect(stateOf(late, 'I-16')).to.equal('violated');
    const never = withCommits(approved, (_, commit) =>
      commit.events.some(({ type }) => type === 'StockReserved') ? undefined : commit,
    );
    expect(stateOf(never, 'I-16')).to.equal('violated');
  });

  it('lose a message where another service took it in than the one it was sent to (I-9)', () => {
    const [sent] = approved.history.all.flatMap(({ service, commit }) =>
      service === 'payment-service' && commit.input.type === '2pc.Prepare' ? [commit] : [],
    );
    const moved = {
      ...approved,
      history: historyOf(
        ofEveryService((name) => {
          const own = approved.history.all
            .filter(({ service }) => service === name)
            .map(({ commit }) => commit);
          if (name === 'payment-service') return own.filter((commit) => commit !== sent);
          return name === 'order-service' && sent ? [...own, sent] : own;
        }),
      ),
    };
    expect(stateOf(moved, 'I-9')).to.equal('violated');
  });
});

describe('orders under choreography, as the checker sees them', () => {
  let approved: Facts;
  before(async () => {
    approved = await playUnder('choreo', 10_000);
  });

  /** As if inventory had never heard how it ended. */
  const unheard = () =>
    withCommits(
      withOrder(approved, ({ reservation }) => ({ reservation: { ...reservation, status: 'RESERVED' } })),
      (service, commit) =>
        service === 'inventory-service' && commit.input.type === 'choreo.OrderApproved' ? undefined : commit,
    );

  it('hold every invariant', () => {
    expect(usual(approved)).to.deep.equal([]);
    expect(stateOf(approved, 'I-17')).to.equal('holds');
  });

  it('are undecided where the event about their end is under way, or will be asked for (I-17)', () => {
    expect(stateOf(unheard(), 'I-17')).to.equal('open');
  });

  it('stay undecided for ever where nothing is under way and no timer is left (I-17)', () => {
    const lost = withCommits(unheard(), (_, { outbox, ...commit }) =>
      allSent({ ...commit, outbox: outbox.filter(({ type }) => type !== 'choreo.OrderApproved') }),
    );
    expect(stateOf(lost, 'I-17')).to.equal('violated');
  });

  it('leak a hold that stays where its role has written down the end (I-17)', () => {
    const leaking = withOrder(approved, ({ reservation }) => ({
      reservation: { ...reservation, status: 'RESERVED' },
    }));
    expect(stateOf(leaking, 'I-17')).to.equal('violated');
  });

  it('are undecided for whoever has taken at once, too, until it hears the end (I-17)', () => {
    const charged = withCommits(approved, (service, commit) =>
      service === 'payment-service' && commit.input.type === 'choreo.OrderApproved' ? undefined : commit,
    );
    expect(usual(charged)).to.deep.include({
      invariant: 'I-17',
      state: 'open',
      finding: 'order o1 of choreo: payment-service is in doubt.',
    });
  });
});
