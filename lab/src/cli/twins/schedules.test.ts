// The short form of `npm run twins`: each schedule that is kept, with its bug and without.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { runOf } from '../../simulator/red.ts';
import { simulate } from '../../simulator/simulate.ts';
import { twins } from '../../twins/twins.ts';
import { whyPage } from '../../twins/why.ts';
import type { Reason } from '../../twins/why.ts';
import { optionsOf } from '../sim/schedule.ts';
import { legendOfPage, reasonFor, schedulesOf } from './reasons.ts';

/** So many choices a person can follow. */
const MOST_CHOICES = 30;

describe('A planted bug, by its schedules,', function () {
  this.timeout(120_000);
  const reasons: Reason[] = [];

  for (const twin of twins) {
    it(`is caught, in at most ${MOST_CHOICES} choices: ${twin.name}`, async () => {
      const reason = await reasonFor(twin);
      expect(reason.shown).not.to.deep.equal([]);
      for (const { choices, invariant } of reason.shown) {
        expect(choices).to.be.at.most(MOST_CHOICES);
        expect(twin.breaks).to.include(invariant);
      }
      reasons.push(reason);
    });

    it(`is what breaks it, and nothing else: ${twin.name}`, async () => {
      for (const schedule of schedulesOf(twin))
        expect((await runOf(simulate, optionsOf(schedule, undefined))).reds).to.deep.equal([]);
    });
  }

  it('stands in docs/why.md as it is; `npm run twins -- --page` writes that', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/why.md'), 'utf8');
    expect(whyPage(reasons, legendOfPage)).to.equal(page);
  });

  it('has all schedules that are kept', () => {
    const kept = readdirSync(resolve(import.meta.dirname, '../../twins/schedules'));
    expect(twins.flatMap(schedulesOf)).to.have.length(kept.length);
  });
});
