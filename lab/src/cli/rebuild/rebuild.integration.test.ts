// `lab rebuild` on a running system: every read model of every service, what there is none of, and what cannot be reached.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import { painter } from '../../show/paint.ts';
import { rebuild } from './rebuild.ts';

interface Made {
  readonly models: readonly { readonly model: string; readonly status: string; readonly different: number }[];
}

describe('npm run lab -- rebuild', function () {
  this.timeout(120_000);
  let dataDir: string;
  let system: System;
  let one: Lab;
  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-rebuild-'));
    system = await startSystem({ engine: 'memory', dataDir, log: () => undefined });
    one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([one.putStock('lamp', 3, 300), one.putAccount('ada', 1_000)]);
    for (const quantity of [2, 9]) {
      const order = await one.placeOrder({ customerId: 'ada', lines: [{ sku: 'lamp', quantity }] });
      await one.sagaEnd(order);
    }
  });
  after(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  const refusal = (service: (typeof serviceNames)[number], model: string) =>
    rebuild(one, service, model).then(
      () => expect.fail('it was made anew'),
      (error: unknown) => error as ExitError,
    );

  // @covers R-33
  it('makes every read model of every service anew, equal to the live one byte for byte', async () => {
    for (const service of serviceNames) {
      const { exitCode, data, lines } = await rebuild(one, service, undefined);
      expect(exitCode).to.equal(exitCodes.holds);
      const { models } = data as Made;
      expect(models).to.have.length.of.at.least(1);
      for (const each of models) expect(each).to.include({ status: 'DONE', different: 0 });
      expect(lines(painter(false)).join('\n')).to.include('(/) equal byte for byte');
    }
  });

  it('makes one of them anew, and what it shows is there as before', async () => {
    const before = await one.allOrders();
    const { data } = await rebuild(one, 'order-service', 'orders');
    expect((data as Made).models.map(({ model }) => model)).to.deep.equal(['orders']);
    expect(before).to.have.length(2);
    expect(await one.allOrders()).to.deep.equal(before);
  });

  it('says which read models there are, if there is none of that name', async () => {
    const { exitCode, message } = await refusal('payment-service', 'orders');
    expect(exitCode).to.equal(exitCodes.usage);
    expect(message).to.match(/^payment-service has no read model orders, only .*accounts.*payments/);
  });
});
