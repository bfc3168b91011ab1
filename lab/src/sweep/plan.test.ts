import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Death } from './plan.ts';
import { deathsFor, noteDeath, noteHeld, planReader, wasHeld, writePlan } from './plan.ts';

describe('What the sweep and a process of the lab tell each other', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'saga-lab-plan-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const order = { cell: 'c', type: 'ChargePayment', subject: 'o1', deaths: ['before-ack'] } as const;

  it('is nothing at first, and the newest plan from then on, without a new start', () => {
    const plan = planReader(folder, 'payment-service');
    expect(plan()).to.deep.equal({ holds: [] });
    writePlan(folder, 'payment-service', { order, holds: [] });
    expect(plan().order).to.deep.equal(order);
    writePlan(folder, 'payment-service', { holds: [{ type: 'ShipStock', subject: 'o2' }] });
    expect(plan()).to.deep.equal({ holds: [{ type: 'ShipStock', subject: 'o2' }] });
    expect(planReader(folder, 'order-service')()).to.deep.equal({ holds: [] });
  });

  it('keeps deaths by service and by cell, in their order', () => {
    const death = (cell: string, pid: number): Death => ({
      cell,
      pid,
      point: 'before-ack',
      type: 'ChargePayment',
      messageId: 'm1',
      at: '2026-01-01T00:00:00.000Z',
    });
    expect(deathsFor(folder, 'payment-service', 'c')).to.deep.equal([]);
    for (const each of [death('c', 1), death('d', 2), death('c', 3)])
      noteDeath(folder, 'payment-service', each);
    expect(deathsFor(folder, 'payment-service', 'c').map(({ pid }) => pid)).to.deep.equal([1, 3]);
    expect(deathsFor(folder, 'order-service', 'c')).to.deep.equal([]);
  });

  it('says what is kept back', () => {
    const held = { type: 'ShipStock', subject: 'o1' };
    expect(wasHeld(folder, 'inventory-service', held)).to.equal(false);
    noteHeld(folder, 'inventory-service', held);
    expect(wasHeld(folder, 'inventory-service', held)).to.equal(true);
    expect(wasHeld(folder, 'inventory-service', { ...held, subject: 'o2' })).to.equal(false);
  });
});
