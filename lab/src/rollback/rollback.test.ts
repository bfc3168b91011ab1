// Simulated systems brought back to moments of their past, while sagas are on their way.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { webIds } from '@saga-lab/platform/service/web-ids';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { historyOf } from '../checker/history.ts';
import type { History } from '../checker/history.ts';
import { judge } from '../checker/judge.ts';
import type { HttpRequest } from '../client/request.ts';
import { factsOf } from '../reader/facts-of.ts';
import { simulatedRebuilding } from '../simulator/read-simulation.ts';
import { readMemory } from '../simulator/read-memory.ts';
import { simulate } from '../simulator/simulate.ts';
import { sharedHashes } from '../simulator/hash.ts';
import { continued } from '../testing/continued.ts';
import type { Continued } from '../testing/continued.ts';
import { byLamport, cutAt } from '../time-travel/cut.ts';
import { forkOf } from '../time-travel/fork.ts';
import { idsIn } from '../time-travel/states.ts';
import { applyRollback } from './apply.ts';
import { openIn, planOf } from './plan.ts';
import { isChanged } from './things.ts';

const ids = { ...webIds, ...sharedHashes };
const lamportAt = (history: History, part: number): number => {
  const all = byLamport(history);
  return all[Math.floor((all.length - 1) * part)]?.commit.lamport ?? 0;
};

/** Every invariant, once the read models have followed. */
const expectAllHolds = (lab: Continued, forged: readonly string[]) =>
  eventually(async () => {
    const history = historyOf(await lab.visitor.commits());
    const read = await readMemory(lab, idsIn(history));
    const reading = { ...read, tampering: { ...read.tampering, forged, anyDeadLetter: true } };
    const flaws = judge(factsOf(reading, reading, simulatedRebuilding)).filter(
      ({ state }) => state !== 'holds',
    );
    expect(flaws).to.deep.equal([]);
  });

/** How many orders a request to restore may name. */
const MOST_NAMED = 1_000;
const AT_ONCE = 50;

/** How many sagas have come to their end. */
const ended = async (lab: Continued): Promise<number> =>
  lab.services['saga-orchestrator'].views.count('order-summaries', { status: ['COMPLETED', 'COMPENSATED'] });

describe('A rollback', function () {
  this.timeout(120_000);
  const operator = 'grace';

  it('leaves everything as it was then, and done twice it is done once', async () => {
    let acts = 0;
    let aborted = 0;
    for (let seed = 1; seed <= 8; seed += 1) {
      const { facts } = await simulate({ seed });
      const { forged } = facts.tampering;
      const now = { lamport: lamportAt(facts.history, 0.6) };
      const lab = await continued(forkOf(cutAt(facts.history, now), systemClock.now()), {
        clock: systemClock,
        ids,
      });
      const moment = { lamport: lamportAt(facts.history, 0.35) };
      const applying = { moment, reason: 'a test', operator, waitMs: 20_000 };
      const first = await applyRollback(lab.visitor, applying);
      const what = `seed ${seed} from ${now.lamport} to ${moment.lamport}`;
      expect(
        first.acts.filter(({ refused }) => refused !== undefined),
        what,
      ).to.deep.equal([]);
      expect(openIn(first.left), what).to.deep.equal([]);
      expect(first.left.things.filter(isChanged), what).to.deep.equal([]);
      const before = await lab.visitor.commits();
      const again = await applyRollback(lab.visitor, applying);
      expect(again.acts, what).to.deep.equal([]);
      expect(await lab.visitor.commits(), what).to.deep.equal(before);
      await expectAllHolds(lab, forged);
      acts += first.acts.filter(({ sentence }) => sentence.includes('brought back')).length;
      aborted += first.acts.filter(({ sentence }) => sentence.includes('given up')).length;
      await lab.stop();
    }
    expect(acts, 'brought back').to.be.above(2);
    expect(aborted, 'given up').to.be.above(0);
  });

  it('takes back more orders at once than one may name', async () => {
    const lab = await continued(
      ofEveryService(() => []),
      { clock: systemClock, ids },
    );
    const { ask } = lab.visitor;
    const must = async (service: ServiceName, request: HttpRequest): Promise<unknown> => {
      const { status, body } = await ask(service, request);
      expect(status, JSON.stringify(body)).to.be.below(300);
      return body;
    };
    try {
      await must('payment-service', { method: 'put', path: '/accounts/ada', body: { opening: 10_000 } });
      await must('inventory-service', {
        method: 'put',
        path: '/stock/lamp',
        body: { onHand: 5_000, unitPrice: 2 },
      });
      const moment = { time: systemClock.now() };
      await eventually(() => expect(systemClock.now()).to.be.above(moment.time));
      const place = (nth: number) =>
        must('order-service', {
          method: 'post',
          path: '/orders',
          headers: { 'idempotency-key': `order-${nth}` },
          body: { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] },
        });
      const all = Array.from({ length: MOST_NAMED + 1 }, (_, n) => n);
      // Not so many may be pending at once: whoever is turned away asks again, with the same key.
      const placed = (nth: number) => eventually(() => place(nth), { timeoutMs: 60_000 });
      while (all.length > 0) await Promise.all(all.splice(0, AT_ONCE).map(placed));
      await eventually(async () => expect(await ended(lab)).to.equal(MOST_NAMED + 1), { timeoutMs: 60_000 });
      const { acts, left } = await applyRollback(lab.visitor, {
        moment,
        reason: 'a test',
        operator,
        waitMs: 20_000,
      });
      expect(acts.filter(({ refused }) => refused !== undefined)).to.deep.equal([]);
      expect(acts).to.have.length(2);
      expect(left.things.filter(isChanged)).to.deep.equal([]);
      expect(await must('payment-service', { method: 'get', path: '/accounts/ada' })).to.include({
        balance: 10_000,
        charged: 2 * (MOST_NAMED + 1),
      });
    } finally {
      await lab.stop();
    }
  });

  it('that is only shown reads, and says what would be there', async () => {
    const { facts } = await simulate({ seed: 2 });
    const cut = cutAt(facts.history, { lamport: lamportAt(facts.history, 0.2) });
    const { things, orders } = planOf(cut);
    expect(orders.length).to.be.above(0);
    for (const { then, target } of things)
      for (const [name, value] of Object.entries(target))
        if (then && name !== 'unitPrice') expect(value).to.be.at.least(then[name] ?? 0);
  });
});
