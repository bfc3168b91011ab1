import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames } from '@saga-lab/contracts/services';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { expect } from 'chai';
import { commitsOfSaga } from './documents.ts';
import { lab } from './lab.ts';
import { settledCommits } from './settled.ts';

describe('The commits of one saga', () => {
  let dataDir: string;
  let system: System | undefined;
  before(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-commits-'));
  });
  after(async () => {
    await system?.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('are read alone, and are the same as in the whole histories', async () => {
    system = await startSystem({ engine: 'memory', dataDir, log: () => undefined });
    const one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([one.putStock('lamp', 9, 100), one.putAccount('ada', 150)]);
    const orders: string[] = [];
    for (const status of ['COMPLETED', 'COMPENSATED']) {
      orders.push(await one.placeOrder({ customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] }));
      expect(await one.sagaEnd(orders.at(-1) ?? '')).to.include({ status });
    }
    for (const order of orders) {
      const alone = await settledCommits(one, order);
      const all = commitsOfSaga(await one.commits(), order);
      for (const name of serviceNames) {
        const ids = all[name].map(({ _id }) => _id);
        expect(alone[name].map(({ _id }) => _id)).to.have.members(ids);
        expect(ids).not.to.deep.equal([]);
      }
    }
  });
});
