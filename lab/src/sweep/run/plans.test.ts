import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { planReader } from '../plan.ts';
import { plansIn } from './plans.ts';

describe('The plans of a sweep', () => {
  it('let whoever stays away come back, and keep what others are about', () => {
    const folder = mkdtempSync(join(tmpdir(), 'saga-lab-plans-'));
    try {
      const plans = plansIn(folder);
      const plan = planReader(folder, 'payment-service');
      const order = { cell: 'c', type: '2pc.Commit', subject: 'o1', deaths: ['before-commit'] } as const;
      plans.hold('payment-service', { type: '2pc.Abort', subject: 'o2' });
      plans.armAway('payment-service', order);
      expect(plan()).to.deep.include({ order, staysAway: true });
      plans.disarm('payment-service');
      expect(plan()).to.deep.equal({ holds: [{ type: '2pc.Abort', subject: 'o2' }] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
