import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { prepareDataDir } from './data-dir.ts';
import { ExitError } from '../command/exit-codes.ts';

describe('data directory', () => {
  it('is refused in one line, with what to do, where none can be made', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'saga-lab-data-'));
    try {
      writeFileSync(join(dir, 'file'), '');
      for (const path of ['file', 'file/below']) {
        const error = await prepareDataDir(join(dir, path), () => undefined).catch(
          (failed: unknown) => failed,
        );
        expect(error).to.be.instanceOf(ExitError).and.include({ exitCode: 78 });
        expect((error as Error).message).to.match(
          /^Nothing can be written to .*\((EEXIST|ENOTDIR)\).*--data-dir/,
        );
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
