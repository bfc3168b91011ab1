// `lab why` as it is typed, of a running system: orders, messages, SKUs, customers, and what nobody knows.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import { settledCommits } from '../../client/settled.ts';
import { painter } from '../../show/paint.ts';
import type { Story } from '../../why/order-story.ts';
import { why } from './why.ts';
import type { WhyOptions } from './why.ts';

const root = resolve(import.meta.dirname, '../../../..');

describe('npm run lab -- why', function () {
  this.timeout(120_000);
  let dataDir: string;
  let system: System;
  let one: Lab;
  let order: string;
  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-why-'));
    system = await startSystem({ engine: 'memory', dataDir, log: () => undefined });
    one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([
      one.putStock('lamp', 5, 300),
      one.putStock('ada', 5, 300),
      one.putAccount('ada', 700),
    ]);
    await one.putAccount('bob', 100);
    order = await one.placeOrder({ customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }] });
    await one.sagaEnd(order);
  });
  after(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  /** As it is typed: a process of its own. */
  const typed = async (...args: readonly string[]) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'lab/src/cli/lab.ts', 'why', '--data-dir', dataDir, ...args],
      { cwd: root, env: { ...process.env, INIT_CWD: root } },
    );
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, output, errors };
  };
  const told = async (id: string, options: Partial<WhyOptions> = {}): Promise<string> => {
    const { lines } = await why(one, id, { picture: false, ...options });
    return lines(painter(false)).join('\n').replaceAll(/\s+/g, ' ');
  };
  const refused = async (id: string, options: Partial<WhyOptions> = {}): Promise<string> =>
    why(one, id, { picture: false, ...options }).then(
      () => 'it was told',
      (error: unknown) => {
        expect(error).to.be.instanceOf(ExitError).and.to.have.property('exitCode', exitCodes.usage);
        return (error as Error).message;
      },
    );

  it('tells of an order from its first cause to its last decision, and changes nothing', async () => {
    const before = await settledCommits(one, order);
    const text = await told(order);
    expect(text).to.include(`Why order ${order} is as it is Customer ada ordered 2 x lamp at`);
    expect(text).to.include('as it knew of 5 x lamp available (stock-lamp at version 1)');
    expect(text).to.include('as it knew of a balance of 700 (account-ada at version 1)');
    expect(text).to.match(/closed the saga as COMPLETED, [\d.]+ m?s after it began\.$/);
    expect(await one.commitsOf(order)).to.deep.equal(before);
  });

  it('gives the same as data, and as a picture', async () => {
    const file = join(dataDir, 'why.svg');
    const { code, output } = await typed(order, '--json', '--svg', file);
    const story = JSON.parse(output) as Story;
    expect(code).to.equal(0);
    expect(story.about).to.deep.equal({ kind: 'order', id: order });
    expect(story.firstCause).to.include({ role: 'cause', service: 'order-service' });
    expect(story.lastDecision).to.include({ role: 'end', service: 'saga-orchestrator' });
    expect(readFileSync(file, 'utf8')).to.match(/^<\?xml[^]*<svg[^]*ShipStock[^]*<\/svg>\n$/);
    expect(await told(order, { picture: true })).to.include('--[ReserveStock]-');
  });

  it('tells of a message, one of a queue or a request, where it came from and what came of it', async () => {
    const commits = await one.commitsOf(order);
    const charge = commits['payment-service'][0]?._id ?? '';
    expect(await told(charge)).to.include('It came of StockReserved, that of ReserveStock, that of');
    const request = commits['order-service'][0]?._id ?? '';
    expect(request).to.match(/^http:/);
    expect(await told(request)).to.include('PlaceOrder is a request that came by HTTP.');
  });

  it('tells of a SKU and of a customer', async () => {
    expect(await told('lamp')).to.include('There are 3 x lamp available: 5 were put on hand');
    expect(await told('bob')).to.include('Customer bob has a balance of 100: 100 were paid in');
  });

  it('asks as much as before when there is more history, of orders, SKUs and customers', async () => {
    let asked = 0;
    const counting = lab({ urls: system.urls(), adminToken: system.adminToken }, async (service, request) => {
      asked += 1;
      return one.ask(service, request);
    });
    const requests = async (id: string): Promise<number> => {
      asked = 0;
      await why(counting, id, { picture: false });
      return asked;
    };
    await one.putStock('pen', 1_000, 1);
    const pens = { customerId: 'bob', lines: [{ sku: 'pen', quantity: 1 }] };
    for (let n = 0; n < 60; n += 1) await one.placeOrder(pens);
    const last = await one.placeOrder(pens);
    await one.sagaEnd(last);
    expect(await requests(last)).to.equal(await requests(order));
    expect((await one.stock('pen')).version).to.be.greaterThan(100);
    expect(await requests('pen')).to.be.at.most((await requests('lamp')) + 1);
    expect(await told('pen'))
      .to.include('It began with operator')
      .and.to.include('who put 1,000 on hand');
  });

  it('says what is wrong with an id that nobody has, or that several things have', async () => {
    for (const id of ['nobody', 'o1.0123456789abcdef', 'http:place-order:nobody:x', 'no id at all', '..'])
      expect(await refused(id)).to.include(`Nobody knows an order, a message, a SKU or a customer ${id}.`);
    expect(await refused('ada')).to.include('ada is the id of sku and of customer.');
    expect(await told('ada', { as: 'customer' })).to.include('Customer ada has a balance of 100');
    expect(await refused('lamp', { picture: true })).to.include('There is no picture of a sku');
    const { code, output, errors } = await typed('nobody');
    expect([code, output]).to.deep.equal([64, '']);
    expect(errors).to.include('Nobody knows');
  });
});
