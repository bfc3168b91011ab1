// A whole lab whose databases no longer have their logs back to the first commit: all that reads the history still does.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Mongod } from '@saga-lab/launcher/databases/mongod';
import { mongod, ownProgram } from '@saga-lab/launcher/databases/mongod';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { GIVEN_DATABASES } from '@saga-lab/launcher/settings/given-servers';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { ownMongod } from '@saga-lab/launcher/testing/own-mongod';
import { rollOver, withSmallLog } from '@saga-lab/launcher/testing/small-log';
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import { expect } from 'chai';
import { holds } from '../checker/verdict.ts';
import { lab } from '../client/lab.ts';
import type { Lab } from '../client/lab.ts';
import { auditSystem } from '../reader/audit-system.ts';
import { painter } from '../show/paint.ts';
import { at } from './at/at.ts';
import { rememberedIn } from './at/remembered.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { why } from './why/why.ts';

describe('a lab whose logs have rolled over', function () {
  this.timeout(240_000);
  let dir: string;
  let databases: readonly Mongod[] = [];
  let system: System | undefined;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-rolled-'));
    const program = withSmallLog(ownProgram(await ownMongod()));
    databases = await Promise.all(serviceNames.map((name) => mongod(program, join(dir, name))));
    await Promise.all(databases.map((each) => each.start()));
  });
  after(async () => {
    await system?.stop();
    await Promise.all(databases.map((each) => each.kill('SIGKILL')));
    rmSync(dir, { recursive: true, force: true });
  });

  const start = async (): Promise<Lab> => {
    process.env[GIVEN_DATABASES] = databases.map(({ url }) => url).join();
    try {
      const options = { engine: 'real', ownServers: true, dataDir: join(dir, 'lab') } as const;
      system = await startSystem({ ...options, log: () => undefined });
    } finally {
      Reflect.deleteProperty(process.env, GIVEN_DATABASES);
    }
    return lab({ urls: system.urls(), adminToken: system.adminToken });
  };
  const rollOverAll = () =>
    Promise.all(
      databases.map(async ({ url }) => {
        const connection = await connectMongo({ url });
        try {
          await rollOver(connection);
        } finally {
          await connection.close();
        }
      }),
    );
  const ordered = async (one: Lab, quantity: number): Promise<string> => {
    const order = await one.placeOrder({ customerId: 'ada', lines: [{ sku: 'lamp', quantity }] });
    await one.sagaEnd(order);
    return order;
  };
  const expectAllReadable = async (
    one: Lab,
    order: string,
    ...made: readonly ServiceName[]
  ): Promise<void> => {
    const { audit } = await auditSystem(one, { limit: 100, waitMs: 20_000, tell: () => undefined });
    expect(
      holds(audit.verdicts),
      JSON.stringify(audit.verdicts.filter(({ state }) => state !== 'holds')),
    ).to.equal(true);
    expect((await at(one, 'all', 'now', rememberedIn(dir))).exitCode).to.equal(exitCodes.holds);
    expect((await at(one, order, 'v1', rememberedIn(dir))).exitCode).to.equal(exitCodes.holds);
    const story = (await why(one, order, { picture: false })).lines(painter(false)).join(' ');
    expect(story).to.include('Customer ada ordered');
    for (const service of made)
      expect((await rebuild(one, service, undefined)).exitCode, service).to.equal(exitCodes.holds);
  };

  // @covers F-59
  it('is checked, looked at in the past, explained and made anew; it stops, its logs roll over again, and it starts', async () => {
    const first = await start();
    await Promise.all([first.putStock('lamp', 5, 300), first.putAccount('ada', 5_000)]);
    const orders = [await ordered(first, 2), await ordered(first, 9)];
    await rollOverAll();
    await expectAllReadable(first, orders[0] ?? '', 'payment-service', 'saga-orchestrator');
    orders.push(await ordered(first, 1));
    await system?.stop();
    await rollOverAll();
    const second = await start();
    expect((await second.allOrders()).map(({ orderId }) => orderId).sort()).to.deep.equal([...orders].sort());
    orders.push(await ordered(second, 1));
    await expectAllReadable(second, orders[2] ?? '', 'order-service');
  });
});
