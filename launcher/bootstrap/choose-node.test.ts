import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chooseNode, ownNode } from '@saga-lab/launcher/bootstrap/choose-node';
import { expect } from 'chai';

describe('The Node that runs the lab', () => {
  const wanted = { oldest: 24, version: '26.10.0' };

  it("is the machine's own, if it is new enough", () => {
    for (const version of ['24.0.0', '26.10.0', '26.99.1'])
      expect(chooseNode(version, wanted)).to.deep.equal({
        source: 'machine',
        version,
        line: `Node ${version}: this machine's own`,
      });
  });

  it('is so too if nobody has tested the lab on it, which is said', () => {
    for (const version of ['25.9.0', '27.0.0', '127.0.0', '28.0.0-nightly20270101'])
      expect(chooseNode(version, wanted).line).to.equal(
        `Node ${version}: this machine's own; the lab is tested on 24 and 26`,
      );
  });

  it('is from npm, if the own one is too old or there is none', () => {
    for (const version of ['9.9.9', '20.20.2', '22.99.0', '23.11.1'])
      expect(chooseNode(version, wanted)).to.include({
        source: 'npm',
        version: '26.10.0',
        line: `Node 26.10.0: from npm, because this machine's own is ${version} and the lab needs 24 or newer`,
      });
    expect(chooseNode(undefined, wanted)).to.include({
      source: 'npm',
      line: 'Node 26.10.0: from npm, because this machine has none of its own in the PATH',
    });
  });

  describe("is known to be the machine's own", () => {
    let dir: string;
    beforeEach(() => {
      dir = realpathSync(mkdtempSync(join(tmpdir(), 'saga-lab-own-node-')));
    });
    afterEach(() => {
      rmSync(dir, { recursive: true });
    });
    const folder = (name: string, output: string) => {
      const path = join(dir, name);
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, 'node'), `#!/bin/sh\n${output}\n`);
      chmodSync(join(path, 'node'), 0o755);
      return path;
    };
    const pathOf = (...folders: string[]) => folders.join(delimiter);

    it('by its place in the PATH, not counting the link to the one from npm', () => {
      const fetched = folder('fetched', 'echo v26.10.0');
      const scripts = join(dir, 'scripts');
      mkdirSync(scripts);
      symlinkSync(join(fetched, 'node'), join(scripts, 'node'));
      const [own, other] = [folder('own', 'echo v20.20.2'), folder('other', 'echo v18.0.0')];
      expect(ownNode(pathOf(scripts, own, other), fetched)).to.deep.equal({
        version: '20.20.2',
        path: pathOf(own, other),
      });
    });

    it('not by a program of that name that does not run, or is something else', () => {
      const odd = folder('odd', 'echo hello');
      const broken = folder('broken', 'exit 1');
      mkdirSync(join(dir, 'a/node'), { recursive: true });
      const own = folder('own', 'echo v24.1.0');
      expect(ownNode(pathOf('', join(dir, 'a'), odd, broken, own), join(dir, 'none')).version).to.equal(
        '24.1.0',
      );
      expect(ownNode(odd, join(dir, 'none'))).to.deep.equal({ version: undefined, path: odd });
    });
  });
});
