// Bugs planted in roles of three-phase commit that show only in large worlds: a minute of searching.
import { expect } from 'chai';
import { protocolTwins } from '@saga-lab/protocols/twins';
import { slowBugs } from './testing/slow-bugs.ts';
import { caughtTwin } from './twins.ts';

describe('bugs that are planted in roles of protocols, explored in large worlds', function () {
  this.timeout(600_000);

  for (const name of slowBugs)
    it(`finds the shortest way to what goes wrong with: ${name}`, () => {
      const twin = protocolTwins.find((each) => each.name === name) ?? expect.fail(`there is no ${name}`);
      const found = caughtTwin(twin) ?? expect.fail('no world shows it');
      expect(twin.breaks).to.include(found.counterexample.property);
      expect(found.steps).to.have.length.within(16, 22);
    });
});
