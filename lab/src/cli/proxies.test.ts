// What a user's proxy hears of a lab that runs on the same machine: nothing, least of all the admin token.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEnds } from '@saga-lab/launcher/testing/program';
import { recordingProxy } from '@saga-lab/platform/testing/recording-proxy';
import { expect } from 'chai';

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

describe('npm start, where all programs of the machine are to use a proxy', () => {
  it('runs the demonstration, and the proxy sees nothing of it', async function () {
    this.timeout(120_000);
    const proxy = await recordingProxy();
    const dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-proxy-'));
    try {
      const variables = [...names, ...names.map((name) => name.toLowerCase())];
      const env = Object.fromEntries(variables.map((name) => [name, proxy.url]));
      const args = ['--engine', 'memory', '--data-dir', dataDir];
      const { code, out, err } = await startEnds({ ...env, NODE_USE_ENV_PROXY: '1' }, args);
      expect(code, out + err).to.equal(0);
      expect(out).to.include('(/) I-12');
      expect(proxy.seen).to.deep.equal([]);
    } finally {
      await proxy.close();
      rmSync(dataDir, { recursive: true });
    }
  });
});
