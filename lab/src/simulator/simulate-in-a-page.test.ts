// The simulator in a browser: bundled for one, the same seed is the same run there as in Node.
import { createContext, runInContext } from 'node:vm';
import { expect } from 'chai';
import { build } from 'esbuild';
import { simulate } from './simulate.ts';
import type { Simulate } from './simulation.ts';

/** As a page has it: what is posted comes after all microtasks. */
class PageChannel {
  readonly port1 = { onmessage: () => undefined };
  readonly port2 = { postMessage: () => void setImmediate(() => this.port1.onmessage()) };
}

/** What a page has and the simulator uses; neither `process` nor `require` nor `Buffer`. */
const pageGlobals = {
  TextEncoder,
  TextDecoder,
  btoa,
  atob,
  MessageChannel: PageChannel,
  crypto: { getRandomValues: (bytes: Uint8Array) => crypto.getRandomValues(bytes) },
};

describe('the simulator, bundled for a browser', function () {
  this.timeout(60_000);
  let page: { readonly simulate: Simulate };
  before(async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `export { simulate } from './simulate.ts';`,
        resolveDir: import.meta.dirname,
        loader: 'ts',
      },
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'iife',
      globalName: 'page',
      write: false,
      logLevel: 'silent',
    });
    const context = createContext(pageGlobals);
    expect(runInContext('typeof process', context)).to.equal('undefined');
    runInContext(outputFiles[0]?.text ?? '', context);
    page = runInContext('page', context) as typeof page;
  });

  it('makes the same run of a seed as in Node, and judges it the same', async () => {
    const [here, there] = [await simulate({ seed: 3 }), await page.simulate({ seed: 3 })];
    expect(there.hash).to.equal(here.hash);
    expect(there.steps).to.equal(here.steps);
    expect(JSON.stringify(there.verdicts)).to.equal(JSON.stringify(here.verdicts));
  });
});
