import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ServiceProcess } from './processes.ts';

const stub = fileURLToPath(new URL('../testing/stub-service.ts', import.meta.url));
const READY_WITHIN_MS = 5_000;

describe('The process of a service', function () {
  this.timeout(60_000);
  const dir = mkdtempSync(join(tmpdir(), 'saga-lab-process-'));
  after(() => {
    rmSync(dir, { recursive: true });
  });

  it('may start for as long as it says what it waits for, which is no crash', async () => {
    const crashes: string[] = [];
    const program = {
      name: 'stub',
      entry: stub,
      env: { STUB_WAITS_MS: String(READY_WITHIN_MS + 2_000) },
      logFile: join(dir, 'stub.log'),
      readyWithinMs: READY_WITHIN_MS,
    };
    const service = new ServiceProcess(program, {
      crashed: (how) => void crashes.push(how),
      gaveUp: (detail) => void crashes.push(detail),
      changed: () => undefined,
    });
    try {
      await service.start();
      expect([crashes, service.waitsFor]).to.deep.equal([[], 'the tide is out']);
    } finally {
      await service.kill('SIGKILL');
    }
  });

  it('finds what Node made of its sources the last time', async () => {
    const [entry, found] = [join(dir, 'cached.mjs'), join(dir, 'found')];
    writeFileSync(
      entry,
      `import { writeFileSync } from 'node:fs'; import { getCompileCacheDir } from 'node:module';
      writeFileSync(${JSON.stringify(found)}, String(getCompileCacheDir())); process.exit(78);`,
    );
    const program = { name: 'cached', entry, env: {}, logFile: join(dir, 'cached.log') };
    const ignored = { crashed: () => undefined, gaveUp: () => undefined, changed: () => undefined };
    const refusal = await new ServiceProcess(program, ignored).start().catch(String);
    expect(refusal).to.include('exit code 78');
    expect(readFileSync(found, 'utf8')).to.include('node_modules/.cache/node');
  });

  it('runs plain JavaScript as it is, and is started again as often as its limits allow', async () => {
    const entry = join(dir, 'short.mjs');
    const lives = join(dir, 'lives');
    writeFileSync(
      entry,
      `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(lives)}, 'x'); process.exit(1);`,
    );
    const crashLimits = { most: 8, windowMs: 10, firstDelayMs: 1 };
    const gaveUp = new Promise((resolve) => {
      const service = new ServiceProcess(
        { name: 'short', entry, env: {}, logFile: join(dir, 'short.log'), crashLimits },
        { crashed: () => undefined, gaveUp: resolve, changed: () => undefined },
      );
      service.start().catch(() => undefined); // it never is ready, which is told below
    });
    expect(await gaveUp).to.match(/^short does not stay up \(exit code 1\)/);
    expect(readFileSync(lives, 'utf8')).to.equal('x'.repeat(8));
  });
});
