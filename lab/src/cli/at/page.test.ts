// docs/time-travel.md: what the page shows is what is printed, line by line, of the services in virtual time.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { painter } from '../../show/paint.ts';
import { inMemory, simulatedLab } from '../../testing/simulated-lab.ts';
import { at } from './at.ts';

const page = readFileSync(join(resolve(import.meta.dirname, '../../../..'), 'docs/time-travel.md'), 'utf8');
const blocks = [...page.matchAll(/```console\n\$ npm run lab -- at (\S+) (\S+)\n([^`]*)\n```/g)];

describe('docs/time-travel.md', () => {
  it('shows one order and the whole system', async () => {
    const { order } = await simulatedLab();
    expect(blocks.map(([, what]) => what)).to.deep.equal([order, 'all']);
  });

  for (const [, what = '', moment = '', shown = ''] of blocks)
    it(`shows what \`at ${what} ${moment}\` prints`, async () => {
      const { lines } = await at((await simulatedLab()).lab, what, moment, inMemory);
      expect(lines(painter(false), 80).join('\n')).to.equal(shown);
    });
});
