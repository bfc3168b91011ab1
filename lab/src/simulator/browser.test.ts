// The components and the checker in a browser: bundled for one, and run where there is nothing but what a page has.
import { createContext, runInContext } from 'node:vm';
import { expect } from 'chai';
import { build } from 'esbuild';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Played } from '../testing/one-order.ts';

const bundle = async (contents: string) => {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'page',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return { modules: Object.keys(metafile.inputs), code: outputFiles[0]?.text ?? '' };
};

const program = [
  `import { playOrder } from '../testing/one-order.ts';`,
  ...serviceNames.map((name, n) => `import * as part${n} from '@saga-lab/${name}/component';`),
  `const components = {`,
  ...serviceNames.map((name, n) => `'${name}': (ports) => part${n}.component(part${n}.defaults, ports),`),
  `};`,
  `export const play = (opening) => playOrder(components, opening);`,
].join('\n');

/** What a page has and components use; neither `process` nor `require` nor `Buffer`. */
const pageGlobals = () => ({
  TextEncoder,
  TextDecoder,
  setTimeout,
  clearTimeout,
  queueMicrotask,
  performance,
  crypto: { getRandomValues: (bytes: Uint8Array) => crypto.getRandomValues(bytes) },
});

interface Page {
  readonly play: (opening: number) => Promise<Played>;
}

describe('the four components and the checker, bundled for a browser', function () {
  this.timeout(30_000);
  let page: Page;
  let bytes = 0;
  before(async () => {
    const { modules, code } = await bundle(program);
    process.stdout.write(`    ${modules.length} modules, ${code.length} bytes minified\n`);
    bytes = code.length;
    const context = createContext(pageGlobals());
    expect(runInContext('[typeof process, typeof require, typeof Buffer].join()', context)).to.equal(
      'undefined,undefined,undefined',
    );
    runInContext(code, context);
    page = runInContext('page', context) as Page;
  });

  it('stay small enough for a page', () => {
    expect(bytes).to.be.below(320_000);
  });

  it('lead an order to its end without a server', async () => {
    const { documents, history, verdicts } = await page.play(10_000);
    expect(documents.saga).to.include({ status: 'COMPLETED', step: 'ship-stock' });
    expect(documents.order).to.include({ status: 'APPROVED', total: 5_000 });
    expect(documents.stock).to.include({ onHand: 5, available: 3, reserved: 0, shipped: 2 });
    expect(documents.account).to.include({ balance: 5_000, charged: 5_000, refunded: 0 });
    expect(history.filter((type) => type === 'StepSucceeded')).to.have.length(4);
    expect(verdicts.map(({ state }) => state)).to.deep.equal(verdicts.map(() => 'holds'));
    expect(verdicts.length).to.be.at.least(14);
  });

  it('undo an order that cannot be paid', async () => {
    const { documents, history, verdicts } = await page.play(4_000);
    expect(documents.saga).to.include({ status: 'COMPENSATED', reason: 'INSUFFICIENT_FUNDS' });
    expect(documents.order).to.include({ status: 'REJECTED', reason: 'INSUFFICIENT_FUNDS' });
    expect(documents.stock).to.include({ onHand: 5, available: 5, reserved: 0, shipped: 0 });
    expect(documents.account).to.include({ balance: 4_000, charged: 0, refunded: 0 });
    expect(history.filter((type) => type.startsWith('Step'))).to.deep.equal([
      'StepSucceeded',
      'StepRefused',
      'StepCompensated',
      'StepCompensated',
    ]);
    expect(history.at(-1)).to.equal('SagaCompensated');
    expect(verdicts.filter(({ state }) => state !== 'holds')).to.have.length(0);
  });

  it('could not be bundled with a server around them', async () => {
    const failure = await bundle(`export * from '@saga-lab/order-service/service';`).catch(String);
    expect(failure).to.include('Could not resolve "node:');
  });
});
