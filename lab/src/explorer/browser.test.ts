// The explorer, its worlds and the bugs planted in them run in a page of a browser, too: nothing of Node, and of npm only zod.
import { join } from 'node:path';
import { expect } from 'chai';
import { build } from 'esbuild';

describe('the explorer in a browser', () => {
  it('needs nothing but what components are made of', async () => {
    const { metafile, outputFiles } = await build({
      entryPoints: ['explore.ts', 'orders/worlds.ts', 'orders/caught.ts'].map((file) =>
        join(import.meta.dirname, file),
      ),
      outdir: 'never-written',
      bundle: true,
      platform: 'browser',
      format: 'esm',
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    const packages = Object.keys(metafile.inputs).flatMap(
      (path) => /node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
    );
    expect([...new Set(packages)]).to.deep.equal(['zod']);
    expect(outputFiles.map(({ text }) => text).join('')).not.to.match(/\bprocess\.|\brequire\(/);
  });
});
