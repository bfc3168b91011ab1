import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { isPlain } from '../command/shell.ts';
import { linkTo } from './plain-path.ts';

describe('A plain path', () => {
  let base: string;
  const place = (name: string): string => {
    const dir = join(base, name);
    mkdirSync(dir);
    return dir;
  };
  const odd = (name: string): string => place(`Käse #1's ${name}`);
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'saga-lab-plain-'));
  });
  afterEach(() => {
    rmSync(base, { recursive: true });
  });

  it('leads to a directory by a link that only this user gets at, the same one every time', () => {
    const [dir, where] = [odd('data'), place('tmp')];
    const link = linkTo(dir, [where]) ?? '';
    expect(isPlain(link)).to.equal(true);
    expect(readlinkSync(link)).to.equal(dir);
    expect(statSync(dirname(link)).mode & 0o777).to.equal(0o700);
    expect(linkTo(dir, [where])).to.equal(link);
    expect(linkTo(odd('other'), [where])).not.to.equal(link);
  });

  it('is looked for elsewhere where others could exchange it, or nothing can be made', () => {
    const [dir, open, good] = [odd('data'), place('open'), place('good')];
    const first = linkTo(dir, [open]) ?? '';
    chmodSync(dirname(first), 0o755);
    const link = linkTo(dir, ['/proc', join(base, 'missing'), open, good]) ?? '';
    expect(link.startsWith(good)).to.equal(true);
    expect(linkTo(dir, ['/proc', open])).to.equal(undefined);
  });

  it('is removed once what it leads to is gone', () => {
    const [gone, kept, where] = [odd('gone'), odd('kept'), place('tmp')];
    const stale = linkTo(gone, [where]) ?? '';
    rmSync(gone, { recursive: true });
    const link = linkTo(kept, [where]) ?? '';
    expect(readdirSync(dirname(stale))).to.have.lengthOf(1);
    expect(existsSync(link)).to.equal(true);
  });
});
