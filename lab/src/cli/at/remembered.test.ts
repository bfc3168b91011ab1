// What is remembered of a system's histories, in a file that may be broken, busy, or in the way.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ExitError } from '@saga-lab/launcher/command/exit-codes';
import { expect } from 'chai';
import { simulatedLab } from '../../testing/simulated-lab.ts';
import { rememberedIn } from './remembered.ts';

describe('The file in which the lab remembers the histories', function () {
  this.timeout(20_000);
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-remembered-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });
  const refusalOf = async (dataDir: string): Promise<ExitError> => {
    const { lab } = await simulatedLab();
    const error: unknown = await rememberedIn(dataDir)(lab).catch((reason: unknown) => reason);
    return error instanceof ExitError ? error : expect.fail('it was not refused');
  };

  it('is made anew where it is broken', async () => {
    const { lab, types } = await simulatedLab();
    writeFileSync(
      join(dir, 'moments.sqlite'),
      'no database at all, and long enough to be looked at'.repeat(50),
    );
    const remembered = await rememberedIn(dir)(lab);
    expect((await remembered.at({ lamport: 999_999 })).commits).to.equal(types.length);
    remembered.close();
  });

  it('is written by one command at a time', async () => {
    const { lab } = await simulatedLab();
    (await rememberedIn(dir)(lab)).close();
    const other = new DatabaseSync(join(dir, 'moments.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    const { exitCode, message } = await refusalOf(dir);
    other.close();
    expect(exitCode).to.equal(69);
    expect(message).to.include('Another command is just reading the histories');
  });

  it('must be a file that can be written', async () => {
    const { exitCode, message } = await refusalOf(join(dir, 'x'.repeat(300)));
    expect(exitCode).to.equal(69);
    expect(message).to.include('cannot be kept in');
  });
});
