import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem } from '@saga-lab/launcher/system/system';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';
import { namesOf, subjectOf } from './names.ts';

describe('The names in a cell', () => {
  it('have the id of the order as the order service makes it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-names-'));
    const system = await startSystem({ engine: 'memory', dataDir, log: () => undefined });
    try {
      const { customer, sku, key, orderId } = namesOf('r', 1);
      const visitor = lab({ urls: system.urls(), adminToken: system.adminToken });
      const order = { customerId: customer, lines: [{ sku, quantity: 1 }] };
      expect(await visitor.placeOrder(order, key)).to.equal(orderId);
    } finally {
      await system.stop();
      rmSync(dataDir, { recursive: true });
    }
  });

  it('are those of no other cell, and say what each message is about', () => {
    const [one, other] = [namesOf('r', 1), namesOf('r', 2)];
    for (const name of ['customer', 'sku', 'key', 'orderId'] as const)
      expect(one[name]).not.to.equal(other[name]);
    expect(['PutAccount', 'PutStock', 'ShipStock'].map((message) => subjectOf(message, one))).to.deep.equal([
      one.customer,
      one.sku,
      one.orderId,
    ]);
  });
});
