// Orders under other protocols than the saga, taken back as sagas are: once they have ended everywhere, and not before.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { webIds } from '@saga-lab/platform/service/web-ids';
import { eventually } from '@saga-lab/platform/time/eventually';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { protocols } from '@saga-lab/protocols/index';
import { expect } from 'chai';
import { historyOf } from '../checker/history.ts';
import type { HttpRequest } from '../client/request.ts';
import { sharedHashes } from '../simulator/hash.ts';
import { simulate } from '../simulator/simulate.ts';
import { continued } from '../testing/continued.ts';
import { byLamport, cutAt } from '../time-travel/cut.ts';
import { applyRollback } from './apply.ts';
import { openIn, planOf } from './plan.ts';
import { endedBy } from './orders.ts';
import { isChanged } from './things.ts';

const names = protocols.map(({ name }) => name);
const PIECES = 50;
const PRICE = 3;

/** The services, with a shelf and an account, and what a visitor may ask of them. */
const shop = async () => {
  const ids = { ...webIds, ...sharedHashes };
  const lab = await continued(
    ofEveryService(() => []),
    { clock: systemClock, ids },
  );
  const must = async (service: ServiceName, request: HttpRequest): Promise<unknown> => {
    const { status, body } = await lab.visitor.ask(service, request);
    expect(status, JSON.stringify(body)).to.be.below(300);
    return body;
  };
  const get = (service: ServiceName, path: string) => must(service, { method: 'get', path });
  const put = (service: ServiceName, path: string, body: object) =>
    must(service, { method: 'put', path, body });
  await put('inventory-service', '/stock/lamp', { onHand: PIECES, unitPrice: PRICE });
  await put('payment-service', '/accounts/ada', { opening: PIECES * PRICE });
  const orderAll = async (key: string): Promise<void> => {
    for (const protocol of names)
      await must('order-service', {
        method: 'post',
        path: '/orders',
        headers: { 'idempotency-key': `${key}-${protocol}` },
        body: { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }], protocol },
      });
  };
  const plan = async (moment: { readonly time: number }) =>
    planOf(cutAt(historyOf(await lab.visitor.commits()), moment));
  return { lab, get, put, orderAll, plan };
};

/** An instant that nothing has happened at. */
const now = async (): Promise<{ readonly time: number }> => {
  const time = systemClock.now() + 1;
  await eventually(() => expect(systemClock.now()).to.be.above(time));
  return { time };
};

describe('A rollback of orders under other protocols', function () {
  this.timeout(60_000);

  it('gives back what those took that have ended since, and leaves those that had ended before', async () => {
    const { lab, get, put, orderAll, plan } = await shop();
    try {
      const waysIn = async (moment: { readonly time: number }) =>
        (await plan(moment)).orders.map(({ way }) => way);
      const beginning = { time: 0 };
      const ended = (count: number) =>
        eventually(async () => expect(await waysIn(beginning)).to.deep.equal(Array(count).fill('acts')));
      await orderAll('before');
      await ended(names.length);
      const moment = await now();
      await put('inventory-service', '/stock/lamp', { onHand: 70, unitPrice: 99 });
      await orderAll('since');
      await eventually(async () => expect(await waysIn(moment)).to.not.include('undecided'));
      const applying = { moment, reason: 'a test', operator: 'grace', waitMs: 10_000 };
      const { acts, left } = await applyRollback(lab.visitor, applying);
      expect(acts.filter(({ refused }) => refused !== undefined)).to.deep.equal([]);
      expect([openIn(left), left.things.filter(isChanged)]).to.deep.equal([[], []]);
      expect(await get('inventory-service', '/stock/lamp')).to.include({
        available: PIECES - names.length,
        unitPrice: PRICE,
      });
      expect(await get('payment-service', '/accounts/ada')).to.include({
        balance: (PIECES - names.length) * PRICE,
      });
    } finally {
      await lab.stop();
    }
  });

  it('waits for what is undecided somewhere, whatever was committed last', async () => {
    const seen = new Set<string>();
    for (const seed of [1, 2, 3]) {
      const { facts } = await simulate({ seed, protocols: names, forgets: false });
      const { all } = facts.history;
      const commits = byLamport(facts.history);
      for (let n = 1; n < commits.length; n += 5) {
        const kept = new Set(commits.slice(0, n).map(({ commit }) => commit._id));
        const soFar = historyOf(
          ofEveryService((name) =>
            all.flatMap(({ service, commit }) => (service === name && kept.has(commit._id) ? [commit] : [])),
          ),
        );
        const cut = cutAt(soFar, { lamport: 0 });
        for (const { way, now: status, lines } of planOf(cut).orders) {
          seen.add(`${status} ${way}`);
          expect(lines).not.to.deep.equal([]);
        }
        expect(endedBy(cut)).to.equal(0);
      }
      const { orders } = planOf(cutAt(facts.history, { lamport: 0 }));
      expect(orders.filter(({ way }) => way === 'undecided')).to.deep.equal([]);
    }
    expect(seen).to.include.keys(
      'PENDING undecided',
      'APPROVED undecided',
      'APPROVED acts',
      'REJECTED nothing',
    );
    expect([...seen].filter((one) => /PENDING (acts|nothing)/.test(one))).to.deep.equal([]);
  });
});
