import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { majorOf, nodeTrouble, packagesTrouble, wantedNode } from '@saga-lab/launcher/bootstrap/requirements';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('What must be there before anything else', () => {
  it('is a Node that is new enough', () => {
    for (const version of ['24.0.0', '26.10.0', '100.1.0']) expect(nodeTrouble(version)).to.equal(undefined);
    for (const version of ['23.11.1', '22.0.0', '20.20.2', '9.9.9'])
      expect(nodeTrouble(version))
        .to.include(`Node ${version} is too old: Saga Lab needs 24 or newer`)
        .and.to.include('nvm install 26');
  });

  it('is so for whatever runs these tests', () => {
    expect(nodeTrouble()).to.equal(undefined);
  });

  describe('is one Node, wherever it is named', () => {
    const { oldest, version, packages } = wantedNode();
    const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

    it('the version that npm brings is the one of .nvmrc, which the image has too', () => {
      expect(textOf('.nvmrc').trim()).to.equal(String(majorOf(version)));
    });

    it('every kind of machine gets it, with a digest', () => {
      expect(Object.keys(packages)).to.deep.equal(['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64']);
      for (const { name, integrity } of Object.values(packages)) {
        expect(name).to.match(/^node-/);
        expect(integrity).to.match(/^sha512-[\w+/]{86}==$/);
      }
    });

    it('the types are those of the oldest that will do, so that nothing newer is used', () => {
      const { devDependencies } = JSON.parse(textOf('package.json')) as {
        devDependencies: Record<string, string>;
      };
      expect(devDependencies['@types/node']).to.match(new RegExp(`^\\^${oldest}[.]`));
    });

    it('the documents name it', () => {
      for (const file of ['README.md', 'CONTRIBUTING.md'])
        expect(textOf(file), file).to.include(`Node ${oldest} or newer`);
    });
  });

  it('is asked for before every npm script that can be the first', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const names = Object.keys(scripts).filter((name) => !/^(pre|check:)/.test(name));
    expect(names).to.include.members(['start', 'test', 'test:unit', 'check', 'scenario', 'lab', 'bench']);
    for (const name of names) expect(scripts[`pre${name}`], name).to.equal('node launcher/bootstrap.mjs');
  });

  it('needs nothing but Node itself to find out', () => {
    const files = readdirSync(join(root, 'launcher/bootstrap')).filter((file) => file.endsWith('.mjs'));
    const paths = ['bootstrap.mjs', ...files.map((file) => `bootstrap/${file}`)];
    const imported = paths.flatMap((path) =>
      [...readFileSync(join(root, 'launcher', path), 'utf8').matchAll(/from '([^']+)'/g)].map(
        ([, name]) => name,
      ),
    );
    expect(imported).to.have.length.above(20);
    for (const name of imported) expect(name).to.match(/^(node:|[.]{1,2}\/)/);
  });

  describe('is the npm packages of the lock file', () => {
    let dir: string;
    beforeEach(() => {
      dir = mkdtempSync(join(tmpdir(), 'saga-lab-packages-'));
      mkdirSync(join(dir, 'node_modules'));
    });
    afterEach(() => {
      rmSync(dir, { recursive: true });
    });
    const trouble = (wanted: object, installed: object | undefined) => {
      const write = (file: string, packages: object) => {
        writeFileSync(join(dir, file), JSON.stringify({ packages: { '': {}, ...packages } }));
      };
      write('package-lock.json', wanted);
      if (installed) write('node_modules/.package-lock.json', installed);
      else rmSync(join(dir, 'node_modules/.package-lock.json'));
      return packagesTrouble(`${dir}/`);
    };
    const zod = (version: string) => ({ 'node_modules/zod': { version } });

    it('all of them, in the same versions', () => {
      expect(trouble(zod('4.1.0'), zod('4.1.0'))).to.equal(undefined);
      expect(trouble(zod('4.1.0'), zod('4.0.0'))).to.equal(
        'zod is missing or older than package-lock.json says',
      );
      expect(trouble(zod('4.1.0'), {})).to.include('zod is missing');
      expect(trouble(zod('4.1.0'), undefined)).to.equal('they are not installed yet');
    });

    it('without those that another kind of machine needs', () => {
      const optional = (rest: object) => ({
        'node_modules/fsevents': { version: '2.3.3', optional: true, ...rest },
      });
      for (const other of [
        { os: ['sunos'] },
        { os: 'sunos' },
        { cpu: ['sparc', 'mips'] },
        { os: [`!${process.platform}`] },
        { os: [process.platform], cpu: ['sparc'] },
      ])
        expect(trouble(optional(other), {}), JSON.stringify(other)).to.equal(undefined);
    });

    it('with those that are optional for another reason: npm leaves them out without a word if something fails', () => {
      const here = { os: ['!sunos', '!aix'], cpu: [process.arch] };
      for (const rest of [{}, here])
        expect(trouble({ 'node_modules/sdk': { version: '3.1.0', optional: true, ...rest } }, {})).to.equal(
          'sdk is missing or older than package-lock.json says',
        );
    });
  });
});
