import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { endOfLog } from './programs.ts';

describe('The end of a log', () => {
  const dir = mkdtempSync(join(tmpdir(), "saga-lab #1's log "));
  const file = join(dir, 'service.log');
  after(() => {
    rmSync(dir, { recursive: true });
  });
  const endOf = (...lines: readonly string[]): readonly string[] => {
    writeFileSync(file, `${lines.join('\n')}\n`);
    return endOfLog(file).split('\n');
  };

  it('is its last lines, below a command that shows all of it', () => {
    const lines = ['1', '2', '3', '4', '5', '6'];
    const command = `less '${dir.replace("'", String.raw`'\''`)}/service.log'`;
    expect(endOf(...lines)).to.deep.equal([`See all of it: ${command}`, 'Its end:', ...lines.slice(1)]);
  });

  it('has no stack in it: neither as lines nor inside the JSON of a service', () => {
    const stack =
      'TypeError: x is undefined\n    at main (file:///lab/main.ts:1:2)\n    at node:internal/x:3:4';
    const json = (fields: object) => JSON.stringify({ time: 't', service: 's', instance: '1', ...fields });
    const lines = endOf(
      ...stack.split('\n'),
      json({
        level: 'fatal',
        err: { name: 'TypeError', message: 'x is undefined', stack },
        msg: 'ended by an error',
      }),
      json({ level: 'warn', detail: 'no primary', msg: 'waiting' }),
      '[1, 2]',
    );
    expect(lines.slice(2)).to.deep.equal([
      'TypeError: x is undefined',
      'fatal: ended by an error: x is undefined',
      'warn: waiting {"detail":"no primary"}',
      '[1, 2]',
    ]);
  });
});
