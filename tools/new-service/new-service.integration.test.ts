// `npm run new:service` in a copy of the project: what it makes compiles, keeps the rules, and takes part in a saga.
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { copyProject } from '../testing/project-copy.ts';
import type { ProjectCopy } from '../testing/project-copy.ts';

/** The two edits that the command asks for. */
const giveItAStep = ({ folder: copy }: ProjectCopy): void => {
  const folder = join(copy, 'saga-orchestrator/src/sagas/order-fulfilment');
  const edit = (file: string, mark: string, added: string) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).to.include(mark);
    writeFileSync(join(folder, file), text.replace(mark, added + mark));
  };
  edit(
    'steps.ts',
    "  { step: 'charge-payment',",
    "  { step: 'book-parcel', participant: 'parcel-service', kind: 'compensatable', command: 'BookParcel', succeeded: 'ParcelBooked', compensation: 'CancelParcel', compensated: 'ParcelCancelled' },\n",
  );
  edit(
    'data.ts',
    "  ChargePayment: (order): ChargePayment['data']",
    '  BookParcel: ({ orderId }) => ({ orderId }),\n  CancelParcel: ({ orderId }) => ({ orderId }),\n',
  );
};

/** Plays an order that completes and one that is undone, and prints what became of them and their parcels. */
const play = `
import { lab } from '@saga-lab/lab/client/lab';
import { startSystem } from '@saga-lab/launcher/system/system';
const system = await startSystem({ engine: 'memory', dataDir: process.argv[2] ?? '', log: () => undefined });
const one = lab({ urls: system.urls(), adminToken: system.adminToken });
await Promise.all([one.putStock('lamp', 9, 100), one.putAccount('ada', 100)]);
const order = { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] };
const ends = [];
for (let n = 0; n < 2; n += 1) {
  const { sagaId, status } = await one.sagaEnd(await one.placeOrder(order));
  const parcel = await one.ask('parcel-service', { method: 'get', path: '/parcels/' + sagaId });
  ends.push([status, (parcel.body as { status: string }).status]);
}
await system.stop();
process.stdout.write(JSON.stringify(ends));
`;

describe('npm run new:service', function () {
  this.timeout(300_000);
  let copy: ProjectCopy;
  const create = (noun: string) =>
    copy.run('--import', 'tsx', 'tools/new-service/new-service.ts', noun, '--no-install');

  before(() => {
    copy = copyProject();
  });
  after(() => {
    copy.remove();
  });

  it('makes a service, and says what to do next', () => {
    expect(create('parcel')).to.match(/^Made parcel-service: .* contracts\/src\/services\.ts/);
    copy.linkWorkspace('parcel-service');
  });

  it('refuses a name that is taken or none, and changes nothing then', () => {
    const listed = () =>
      execFileSync('ls', ['-R', 'contracts', 'parcel-service'], { cwd: copy.folder, encoding: 'utf8' });
    const before = listed();
    for (const noun of ['parcel', 'payment', 'Parcel', '../x', ''])
      expect(() => create(noun), noun)
        .to.throw()
        .with.property('status', 64);
    expect(listed()).to.equal(before);
  });

  it('has its own tests, which are green', () => {
    expect(copy.mocha('parcel-service/src/**/*.test.ts')).to.include('4 passing');
  });

  it('asks only for a step in the saga, and compiles with it', () => {
    expect(() => copy.run(copy.bin('typescript/bin/tsc')))
      .to.throw()
      .with.property('stdout')
      .that.match(/^saga-orchestrator\/src\/sagas\/order-fulfilment\/data\.ts[^\n]*\n(?: [^\n]*\n)*$/);
    giveItAStep(copy);
    copy.run(copy.bin('typescript/bin/tsc'));
  });

  it('keeps the import rules, and is in the compose file and the image', () => {
    const rules = ['--config', '.dependency-cruiser.cjs', 'parcel-service', 'contracts', 'launcher'];
    copy.run(realpathSync(copy.bin('.bin/depcruise')), ...rules);
    const tests = ['launcher/src/compose/compose-file.test.ts', 'launcher/src/compose/dockerfile.test.ts'];
    const settings = 'launcher/src/settings/settings.test.ts';
    copy.mocha(...tests, settings);
  });

  it('takes part in a saga: booked when it completes, cancelled when it is undone', () => {
    writeFileSync(join(copy.folder, 'tools/play.ts'), play);
    expect(
      JSON.parse(copy.run('--import', 'tsx', 'tools/play.ts', join(copy.folder, '.data'))),
    ).to.deep.equal([
      ['COMPLETED', 'BOOKED'],
      ['COMPENSATED', 'CANCELLED'],
    ]);
  });
});
