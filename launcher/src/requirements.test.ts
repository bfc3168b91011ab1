import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeTrouble, packagesTrouble } from '@saga-lab/launcher/requirements';
import { expect } from 'chai';

describe('What must be there before anything else', () => {
  it('is a Node that is new enough', () => {
    for (const version of ['20.19.0', '22.0.0', '100.1.0']) expect(nodeTrouble(version)).to.equal(undefined);
    for (const version of ['20.18.9', '18.20.0', '9.9.9'])
      expect(nodeTrouble(version)).to.include(`Node ${version} is too old`).and.to.include('nvm install');
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
      expect(trouble({ 'node_modules/fsevents': { version: '2.3.3', optional: true } }, {})).to.equal(
        undefined,
      );
    });
  });
});
