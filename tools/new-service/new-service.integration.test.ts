// `npm run new:service` in a copy of the project: what it makes compiles, keeps the rules, and takes part in a saga.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The project's files, without its data, beside its own installed packages. */
const copyTo = (copy: string): void => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of files.trim().split('\n')) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  mkdirSync(join(copy, 'node_modules/@saga-lab'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@saga-lab') symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  for (const name of readdirSync(join(root, 'node_modules/@saga-lab'))) linkWorkspace(copy, name);
};

const linkWorkspace = (copy: string, name: string): void => {
  symlinkSync(join('../..', name), join(copy, 'node_modules/@saga-lab', name));
};

/** The two edits that the command asks for. */
const giveItAStep = (copy: string): void => {
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
  let copy: string;
  const run = (...args: readonly string[]) =>
    execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const bin = (path: string) => join(copy, 'node_modules', path);
  const create = (noun: string) =>
    run('--import', 'tsx', 'tools/new-service/new-service.ts', noun, '--no-install');

  before(() => {
    copy = mkdtempSync(join(tmpdir(), 'saga-lab-new-service-'));
    copyTo(copy);
  });
  after(() => {
    rmSync(copy, { recursive: true });
  });

  it('makes a service, and says what to do next', () => {
    expect(create('parcel')).to.match(/^Made parcel-service: .* contracts\/src\/services\.ts/);
    linkWorkspace(copy, 'parcel-service');
  });

  it('refuses a name that is taken or none, and changes nothing then', () => {
    const before = execFileSync('ls', ['-R', 'contracts', 'parcel-service'], { cwd: copy, encoding: 'utf8' });
    for (const noun of ['parcel', 'payment', 'Parcel', '../x', ''])
      expect(() => create(noun), noun)
        .to.throw()
        .with.property('status', 64);
    expect(
      execFileSync('ls', ['-R', 'contracts', 'parcel-service'], { cwd: copy, encoding: 'utf8' }),
    ).to.equal(before);
  });

  it('has its own tests, which are green', () => {
    const output = run(
      bin('mocha/bin/mocha.js'),
      '--no-config',
      '--import=tsx',
      'parcel-service/src/**/*.test.ts',
    );
    expect(output).to.include('4 passing');
  });

  it('asks only for a step in the saga, and compiles with it', () => {
    expect(() => run(bin('typescript/bin/tsc')))
      .to.throw()
      .with.property('stdout')
      .that.match(/^saga-orchestrator\/src\/sagas\/order-fulfilment\/data\.ts[^\n]*\n(?: [^\n]*\n)*$/);
    giveItAStep(copy);
    run(bin('typescript/bin/tsc'));
  });

  it('keeps the import rules, and is in the compose file and the image', () => {
    const rules = ['--config', '.dependency-cruiser.cjs', 'parcel-service', 'contracts', 'launcher'];
    run(realpathSync(bin('.bin/depcruise')), ...rules);
    const tests = ['launcher/src/compose/compose-file.test.ts', 'launcher/src/compose/dockerfile.test.ts'];
    const settings = 'launcher/src/settings/settings.test.ts';
    run(bin('mocha/bin/mocha.js'), '--no-config', '--import=tsx', '--timeout', '20000', ...tests, settings);
  });

  it('takes part in a saga: booked when it completes, cancelled when it is undone', () => {
    writeFileSync(join(copy, 'tools/play.ts'), play);
    expect(JSON.parse(run('--import', 'tsx', 'tools/play.ts', join(copy, '.data')))).to.deep.equal([
      ['COMPLETED', 'BOOKED'],
      ['COMPENSATED', 'CANCELLED'],
    ]);
  });
});
