import { expect } from 'chai';
import type { Commit } from '@saga-lab/platform/store/commit';
import { input } from '@saga-lab/platform/store/fixtures';
import type { ScreenName, Screens } from '../checker/facts.ts';
import type { Lab } from '../client/lab.ts';
import { screensFrom } from '../rebuild/screens.ts';
import type { RebuildScreens } from '../rebuild/screens.ts';
import { deadLetter } from '../testing/made-up.ts';
import { sagaThatIs } from '../testing/made-up-answers.ts';
import type { Made } from '../testing/made-up-facts.ts';
import {
  asShown,
  commitOf,
  completed,
  event,
  happened,
  screensOfCompleted,
  withCommits,
  withOrder,
} from '../testing/made-up-facts.ts';
import { labOf } from '../testing/made-up-lab.ts';
import type { Audit } from './audit.ts';
import { auditSystem } from './audit-system.ts';
import type { AuditOptions } from './audit-system.ts';

const options: AuditOptions = {
  limit: 10,
  waitMs: 0,
  tell: () => undefined,
  rebuilding: asShown(completed()),
};
const audit = async (lab: Lab, how: AuditOptions): Promise<Audit> => (await auditSystem(lab, how)).audit;
const auditOf = (made: Made, more: Partial<AuditOptions> = {}) =>
  audit(
    labOf(() => made),
    { ...options, rebuilding: asShown(made), ...more },
  );
const notHolding = ({ verdicts }: Audit) =>
  verdicts.filter(({ state }) => state !== 'holds').map(({ invariant, state }) => `${invariant} ${state}`);
const findingsOf = ({ verdicts }: Audit, invariant: string) =>
  verdicts.find((verdict) => verdict.invariant === invariant)?.findings;

const running = (made: Made): Made =>
  withOrder(made, {
    order: { ...(made.orders[0]?.order ?? expect.fail()), status: 'PENDING' },
    saga: sagaThatIs('o1', 'RUNNING', { step: 'ship-stock' }),
  });

/** A lab whose account is charged once more behind the n-th reading of the histories; no list shows it yet. */
const movingBehind = (n: number): Lab => {
  const charge = happened('payment-service', 'Other', [
    event('account-ada', 3, 'AmountCharged', { orderId: 'x', amount: 400 }),
  ]);
  const lab = labOf(completed);
  const later = labOf(() => charge(completed()));
  let reads = 0;
  const histories: Lab['histories'] = (keep) => async () => {
    reads += 1;
    return (reads > n ? later : lab).histories(keep)();
  };
  return { ...lab, histories };
};

describe('An audit', () => {
  it('finds every order, account and SKU by itself, and holds when they add up', async () => {
    const found = await auditOf(completed());
    expect(notHolding(found)).to.deep.equal([]);
    expect(found).to.include({ orders: 1, accounts: 1, skus: 1, leftOut: 0 });
    expect(found.forgotten).to.deep.equal([]);
  });

  it('judges no order whose saga is open, and says where that is', async () => {
    const unfinished = withCommits(running(completed()), 'inventory-service', (commits) =>
      commits.filter(({ input }) => input.type !== 'ShipStock'),
    );
    const stock = [{ ...(unfinished.stock[0] ?? expect.fail()), reserved: 2, shipped: 0, version: 2 }];
    const found = await auditOf({ ...unfinished, stock });
    expect(notHolding(found)).to.deep.equal(['I-3 open', 'I-4 open']);
    expect(findingsOf(found, 'I-3')).to.deep.equal([
      'saga o1 is RUNNING at ship-stock, since 2026-01-01T00:00:00.000Z.',
    ]);
    expect(found.orders).to.equal(0);
  });

  it('waits for a saga that is on its way, but not for one that waits for a person', async () => {
    let looks = 0;
    const lab = labOf(() => (looks > 3 ? completed() : running(completed())));
    const counting: Lab = { ...lab, pendingOrders: () => ((looks += 1), lab.pendingOrders()) };
    expect(notHolding(await audit(counting, { ...options, waitMs: 5_000 }))).to.deep.equal([]);

    const parked = withOrder(running(completed()), { saga: sagaThatIs('o1', 'PARKED') });
    const begun = Date.now();
    expect(notHolding(await auditOf(parked, { waitMs: 60_000 }))).to.include('I-3 open');
    expect(Date.now() - begun).to.be.below(30_000);
  });

  it('compares an account that moves meanwhile with its history up to what was shown', async () => {
    expect(notHolding(await audit(movingBehind(2), options))).to.deep.equal([]);
  });

  it('does not blame a list for following an account that moves all the time', async () => {
    expect(notHolding(await audit(movingBehind(1), options))).to.deep.equal([]);
  });

  it('but does not forgive an account that shows less than its history held before', async () => {
    const stale = happened('payment-service', 'Other', [
      event('account-ada', 3, 'AmountCharged', { orderId: 'x', amount: 400 }),
    ])(completed());
    expect(notHolding(await auditOf(stale))).to.deep.equal(['I-1 violated']);
  });

  it('finds an account in a list that no history knows', async () => {
    const made = completed();
    const ghost = { ...(made.accounts[0] ?? expect.fail()), customerId: 'ghost' };
    const found = await auditOf(
      { ...made, accounts: [...made.accounts, ghost] },
      { rebuilding: asShown(made) },
    );
    expect(findingsOf(found, 'I-7')).to.deep.equal([
      'account ghost is listed, but nothing ever happened to it.',
    ]);
  });

  describe('of read models that are shaped for a screen', () => {
    const seen = (screens: Partial<Screens>) =>
      auditOf(
        { ...completed(), screens: { ...screensOfCompleted(), ...screens } },
        { rebuilding: { ...asShown(completed()), screens: rebuiltOfShown } },
      );
    /** What there is to show, of the things that are compared. */
    const rebuiltOfShown: RebuildScreens = (_history, shown) =>
      screensFrom((name) => [...screensOfCompleted()[name]].filter(([id]) => shown[name].has(id)));
    const of = (name: ScreenName, id: string) => screensOfCompleted()[name].get(id) ?? [];

    it('is red for a line that is forged', async () => {
      expect(notHolding(await seen({}))).to.deep.equal([]);
      const forged = of('stock-cards', 'lamp').map((line) => ({ ...line, onHand: 7 }));
      expect(findingsOf(await seen({ 'stock-cards': new Map([['lamp', forged]]) }), 'I-7')).to.have.length(3);
    });

    it('leaves out movements behind those of the list, and the sales of what is being sold just now', async () => {
      const next = { version: 4, balance: 0 };
      const statements = new Map([['ada', [...of('statements', 'ada'), next]]]);
      const sales = new Map([
        ['lamp', of('sales', 'lamp').map((line) => ({ ...line, version: 5, pieces: 4 }))],
      ]);
      expect(notHolding(await seen({ statements, sales }))).to.deep.equal([]);
    });

    it('leaves out the summary of an order that is on its way', async () => {
      const summaries = new Map([
        ['o1', of('order-summaries', 'o1').map((line) => ({ ...line, version: 3 }))],
      ]);
      const made = {
        ...running(completed()),
        screens: { ...screensOfCompleted(), 'order-summaries': summaries },
      };
      const rebuilding = { ...asShown(made), screens: rebuiltOfShown };
      expect(findingsOf(await auditOf(made, { rebuilding }), 'I-7')).to.deep.equal([]);
    });
  });

  it('misses an account that no list shows', async () => {
    const found = await auditOf({ ...completed(), accounts: [] }, { rebuilding: asShown(completed()) });
    expect(findingsOf(found, 'I-7')).to.deep.equal(['account ada is not listed.']);
  });

  describe('of more orders than it may judge', () => {
    const newer = { orderId: 'o2', placedAt: '2026-01-02T00:00:00.000Z' };
    const two = (): Made => {
      const made = completed();
      const { order = expect.fail() } = made.orders[0] ?? expect.fail();
      const pending = { ...order, ...newer, status: 'PENDING' } as const;
      const commit: Commit = commitOf('PlaceOrder', [event('order-o2', 1, 'OrderPlaced', newer)], {
        _id: 'http:o2',
        correlationId: 'o2',
        input: input({ type: 'PlaceOrder', sagaId: 'o2' }),
      });
      const second = {
        id: 'o2',
        order: pending,
        saga: undefined,
        payment: undefined,
        reservation: undefined,
      };
      return withCommits({ ...made, orders: [...made.orders, second] }, 'order-service', (commits) => [
        ...commits,
        commit,
      ]);
    };
    const wrong = (made: Made): Made => ({
      ...made,
      orders: made.orders.map((one) => (one.id === 'o1' ? { ...one, payment: undefined } : one)),
    });

    it('judges the newest', async () => {
      expect(notHolding(await auditOf(wrong(two())))).to.include('I-4 violated');
      const found = await auditOf(wrong(two()), { limit: 1 });
      expect(notHolding(found)).to.deep.equal(['I-3 open', 'I-4 open']);
      expect(found).to.deep.include({ leftOut: 1, orders: 0 });
    });

    it('still counts what the others did to money and stock', async () => {
      const accounts = completed().accounts.map((account) => ({ ...account, charged: 0, balance: 1000 }));
      expect(notHolding(await auditOf({ ...two(), accounts }, { limit: 1 }))).to.include('I-1 violated');
    });
  });

  it('leaves out an order that was placed since', async () => {
    const placing = input({ type: 'PlaceOrder', sagaId: 'o2' });
    const since = { _id: 'http:o2', correlationId: 'o2', input: placing, at: Date.now() + 60_000 };
    const made = withCommits(completed(), 'order-service', (commits) => [
      ...commits,
      commitOf(
        'PlaceOrder',
        [event('order-o2', 1, 'OrderPlaced', { orderId: 'o2', customerId: 'ada' })],
        since,
      ),
    ]);
    expect(notHolding(await auditOf(made))).to.deep.equal([]);
    const before = withCommits(made, 'order-service', (commits) =>
      commits.map((commit) => ({ ...commit, at: 0 })),
    );
    expect(notHolding(await auditOf(before))).to.include('I-8 violated');
  });

  it('leaves it out, too, when the history of another service was read further', async () => {
    const now = Date.now();
    const ofO2 = (type: string) => input({ type, sagaId: 'o2' });
    const placed = commitOf('PlaceOrder', [], {
      _id: 'http:o2',
      input: ofO2('PlaceOrder'),
      at: now + 60_000,
    });
    const started = commitOf('OrderPlaced', [], {
      _id: 'o2.1',
      input: ofO2('OrderPlaced'),
      at: now + 60_001,
    });
    const begun = withCommits(completed(), 'saga-orchestrator', (commits) => [...commits, started]);
    const whole = withCommits(begun, 'order-service', (commits) => [...commits, placed]);
    let reads = 0;
    const lab = labOf(() => whole);
    const histories: Lab['histories'] = (keep) => {
      const early = labOf(() => begun).histories(keep);
      const late = lab.histories(keep);
      return (until) => ((reads += 1) > 1 ? late : early)(until);
    };
    expect(notHolding(await audit({ ...lab, histories }, options))).to.deep.equal([]);
    expect(reads).to.be.above(2);
  });

  it('judges an order that only one service knows', async () => {
    const lost = withOrder(completed(), { order: undefined });
    const nowhere = withCommits(lost, 'order-service', () => []);
    const found = await auditOf(nowhere);
    expect(findingsOf(found, 'I-8')).to.deep.equal(['order o1 was accepted, and is not there.']);
    expect(found.forgotten.map(({ service }) => service)).to.deep.equal(['order-service']);
  });

  it('takes no dead letter for a violation: they are there to be looked at', async () => {
    const found = await auditOf({ ...completed(), deadLetters: [deadLetter] });
    expect(notHolding(found)).to.deep.equal([]);
    expect(found.verdicts.find(({ invariant }) => invariant === 'I-9')?.sentence).to.match(
      /; 1 dead letter\.$/,
    );
  });
});
