// Time travel on real parts, as it is typed and as it is asked for: it is what was true, and it touches nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import { runLab } from '../../testing/run-lab.ts';
import { expectUntouched, startReached } from '../../testing/untouched.ts';
import type { Reached } from '../../testing/untouched.ts';

describe('Time travel on real parts', function () {
  this.timeout(240_000);
  let dataDir: string;
  let one: Lab;
  let order: string;
  let reached: Reached;
  const stamp = `${process.pid}${Date.now()}`;
  const [sku, customer] = [`lamp-${stamp}`, `ada-${stamp}`];

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-travel-'));
    reached = await startReached(dataDir, { ownServers: false });
    const { system } = reached;
    one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([one.putStock(sku, 5, 100), one.putAccount(customer, 1_000)]);
    order = await one.placeOrder({ customerId: customer, lines: [{ sku, quantity: 2 }] });
    await one.sagaEnd(order);
    await one.sagaEnd(await one.placeOrder({ customerId: customer, lines: [{ sku, quantity: 50 }] }));
  });
  after(async () => {
    await reached.system.stop();
    rmSync(dataDir, { recursive: true });
  });

  const run = (...args: readonly string[]) => runLab(dataDir, 'at', ...args);

  const get = async (service: ServiceName, path: string) => {
    const { status, body } = await one.ask(service, { method: 'get', path });
    return { status, body: body as Record<string, unknown> };
  };

  it('touches nothing: databases and counters of messages are the same before and after', async () => {
    await expectUntouched(reached, lookAround);
  });

  const lookAround = async () => {
    const now = new Date().toISOString();
    for (const args of [
      [order, '4'],
      [order, 'now', '--json'],
      ['all', '-1s'],
    ]) {
      const { code, errors } = await run(...args);
      expect(code, errors).to.equal(0);
    }
    for (const [service, path] of [
      ['order-service', `/orders/${order}`],
      ['saga-orchestrator', `/sagas/${order}`],
      ['payment-service', `/payments/${order}`],
      ['inventory-service', `/reservations/${order}`],
      ['payment-service', `/accounts/${customer}`],
      ['inventory-service', `/stock/${sku}`],
    ] as const) {
      const live = await get(service, path);
      const version = String(live.body.version);
      for (const asOf of [version, now])
        expect(await get(service, `${path}?asOf=${asOf}`)).to.deep.equal(live);
      const { status, body } = await get(service, `${path}/diff?from=1&to=${version}`);
      expect(status, path).to.equal(200);
      expect(body.to).to.deep.include({ item: live.body });
      expect((await get(service, `${path.slice(0, path.lastIndexOf('/'))}?asOf=${now}`)).status).to.equal(
        200,
      );
    }
  };

  it('refuses what there is not, over REST as in a terminal', async () => {
    const path = `/orders/${order}?asOf=`;
    expect(await get('order-service', `${path}99`)).to.have.nested.property('body.code', 'NO_SUCH_VERSION');
    for (const asOf of ['yesterday', '0', '2999-01-01T00:00:00Z', '2026-01-31']) {
      const { status, body } = await get('order-service', `${path}${asOf}`);
      expect({ status, code: body.code }, asOf).to.deep.equal({ status: 400, code: 'VALIDATION_FAILED' });
      expect(JSON.stringify(body.errors)).to.include('"field":"asOf"');
    }
    expect((await get('order-service', `${path}2001-01-01T00:00:00Z`)).status).to.equal(404);
    expect((await get('order-service', '/orders?asOf=3')).status).to.equal(400);

    for (const [args, words] of [
      [['all', '999999999'], 'is in the future'],
      [['all', 'soon'], 'is no moment'],
      [[order, 'v99'], 'has no version 99'],
      [['nobody', '1'], 'There is no order nobody'],
      [[order, '4', '--step'], '--step needs a terminal'],
    ] as const) {
      const { code, errors, output } = await run(...args);
      expect({ code, output }, errors).to.deep.equal({ code: 64, output: '' });
      expect(errors).to.include(words);
    }
  });
});
