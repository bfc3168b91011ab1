import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const installer = fileURLToPath(new URL('install-rabbitmq.ts', import.meta.url));

describe('Installing RabbitMQ', () => {
  const dir = mkdtempSync(join(tmpdir(), 'saga-lab-install-'));
  const logFile = join(dir, 'logs', 'install.log');
  after(() => {
    rmSync(dir, { recursive: true });
  });

  it('prints nothing: all that apt-get says goes to the log, also when it fails', () => {
    const aptGet = `#!/bin/sh\necho "Unpacking $1 ..."\necho 'E: no network' >&2\nexit 100\n`;
    writeFileSync(join(dir, 'apt-get'), aptGet, { mode: 0o755 });
    const script = `
      const { installRabbitmq } = await import(process.argv[1]);
      await installRabbitmq(process.argv[2]);`;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script, installer, logFile],
      {
        encoding: 'utf8',
        env: { ...process.env, PATH: `${dir}${delimiter}${process.env['PATH'] ?? ''}` },
      },
    );
    expect([stdout, stderr, status]).to.deep.equal(['', '', 0]);
    expect(readFileSync(logFile, 'utf8')).to.match(
      /^\$ apt-get update -qq\nUnpacking update \.\.\.\nE: no network\n\$ apt-get install .*\nUnpacking install/,
    );
  });
});
