// `lab what-if --apply` as it is typed, on real parts: what was false and what was wrong, once, and what was so then as it is known now.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '@saga-lab/contracts/services';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import { runLab } from '../../testing/run-lab.ts';
import type { WhatIfDone } from './lines.ts';

interface History {
  readonly items: readonly { readonly version: number; readonly at: number; readonly type: string }[];
}

describe('lab what-if --apply on real parts', function () {
  this.timeout(240_000);
  let dataDir: string;
  let system: System;
  let one: Lab;
  let rejected: string;

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-what-if-apply-'));
    system = await startSystem({ engine: 'real', dataDir, ownServers: true, log: () => undefined });
    one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([
      one.putStock('desk', 4, 1_000),
      one.putAccount('ada', 5_000),
      one.putAccount('eve', 900),
    ]);
    await one.putStock('desk', 9, 1_100);
    await order('ada');
    rejected = await order('eve');
  });
  after(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  const order = async (customerId: string): Promise<string> => {
    const id = await one.placeOrder({ customerId, lines: [{ sku: 'desk', quantity: 1 }] });
    await one.sagaEnd(id);
    return id;
  };

  const get = async (service: ServiceName, path: string): Promise<unknown> => {
    const { status, body } = await one.ask(service, { method: 'get', path });
    expect(status, path).to.equal(200);
    return body;
  };

  const atVersion = async (service: ServiceName, path: string, version: number): Promise<string> => {
    const { items } = (await get(service, `${path}/history`)) as History;
    const { at } = items.find((event) => event.version === version) ?? expect.fail(`${path}: ${version}`);
    return new Date(at).toISOString();
  };

  const applied = async (kind: string, ...args: readonly string[]): Promise<WhatIfDone> => {
    const { code, output, errors } = await runLab(dataDir, `what-if ${kind}`, ...args, '--apply', '--json');
    expect(code, errors).to.equal(0);
    return JSON.parse(output) as WhatIfDone;
  };

  const commits = async (): Promise<number> =>
    Object.values(await one.commits()).reduce((sum, each) => sum + each.length, 0);

  /** What it does the first time; the second time it does nothing. */
  const appliedOnce = async (kind: string, ...args: readonly string[]): Promise<WhatIfDone> => {
    const first = await applied(kind, ...args);
    expect(first.audit.verdicts.filter(({ state }) => state !== 'holds')).to.deep.equal([]);
    const before = await commits();
    expect((await applied(kind, ...args)).made).to.deep.equal([]);
    expect(await commits()).to.equal(before);
    return first;
  };

  it('takes back what was false: the count, and what it made of prices', async () => {
    const { made, acts } = await appliedOnce('false', 'stock', 'desk', '--version', '2');
    expect(made).to.deep.include({ sentence: 'stock desk is corrected: version 2 never was' });
    expect(made.map(({ sentence }) => sentence.replace(/ for order.*/, ''))).to.include(
      'account ada gets 100 back',
    );
    expect(made.filter(({ refused }) => refused !== undefined)).to.deep.equal([]);
    expect(acts).to.deep.equal([]);
    expect(await one.stock('desk')).to.include({ onHand: 4, available: 3, shipped: 1, unitPrice: 1_000 });
    expect(await one.account('ada')).to.include({ balance: 4_000, charged: 1_100 });

    const then = await atVersion('inventory-service', '/stock/desk', 2);
    const desk = (query: string) => get('inventory-service', `/stock/desk?${query}`);
    expect(await desk(`asOf=${then}`)).to.include({ onHand: 9, unitPrice: 1_100, version: 2 });
    expect(await desk(`validAt=${then}`)).to.include({ onHand: 4, unitPrice: 1_000, version: 2 });
    expect(await desk(`asOf=${then}&validAt=${then}`)).to.include({ onHand: 9, unitPrice: 1_100 });
  });

  it('puts what was wrong right, and leaves to people what went outside', async () => {
    const wrong = ['account', 'eve', '--version', '1', '--opening', '9000'];
    const { made, acts } = await appliedOnce('wrong', ...wrong);
    expect(made).to.deep.equal([{ sentence: 'account eve is corrected: version 1 says opening 9,000' }]);
    expect(acts).to.have.length(1);
    expect(acts[0]).to.include(rejected).and.to.include('would be APPROVED');
    expect(await one.account('eve')).to.include({ opening: 9_000, balance: 9_000, charged: 0 });
    expect(await one.order(rejected)).to.include({ status: 'REJECTED' });

    const then = await atVersion('payment-service', '/accounts/eve', 1);
    const eve = (query: string) => get('payment-service', `/accounts/eve?${query}`);
    expect(await eve(`asOf=${then}`)).to.include({ opening: 900, version: 1 });
    expect(await eve(`validAt=${then}`)).to.include({ opening: 9_000, version: 1 });
    expect(await eve(`asOf=1&validAt=${then}`)).to.include({ opening: 900 });
  });
});
