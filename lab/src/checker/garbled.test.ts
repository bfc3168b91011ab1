import { expect } from 'chai';
import fc from 'fast-check';
import type { CommitsByService } from '../client/documents.ts';
import { serviceNames } from '@saga-lab/contracts/services';
import { audit } from '../reader/audit.ts';
import { sharedVersionsIn } from '../reader/moment.ts';
import { factsOf as readFacts } from '../reader/facts-of.ts';
import type { Reading } from '../reader/reading.ts';
import { garbled, garbles } from '../testing/garbled.ts';
import type { Made } from '../testing/made-up-facts.ts';
import { compensated, completed, factsOf } from '../testing/made-up-facts.ts';
import { deadLetter } from '../testing/made-up.ts';
import { historyOf } from './history.ts';
import { judge } from './judge.ts';

const RUNS = 150;
const stories: readonly (readonly [string, Made])[] = [
  ['completed', completed()],
  ['undone', compensated()],
];

/** As it was read, with its own read models and decisions made anew from whatever is left of it. */
const readingOf = ({ commits, ...made }: Made): Reading => ({
  ...made,
  ids: { customers: ['ada'], skus: ['lamp'], orders: ['o1'] },
  history: historyOf(commits),
});

const states = ['holds', 'open', 'violated'];

describe('A history that was garbled', function () {
  this.timeout(60_000);
  for (const [name, made] of stories) {
    const changed = (changes: Parameters<typeof garbled>[1]): Made => ({
      ...made,
      commits: Object.fromEntries(
        serviceNames.map((service) => [service, garbled(made.commits[service], changes)]),
      ) as CommitsByService,
    });

    it(`of an order that is ${name} is judged, whatever was dropped, doubled or replaced in it`, () => {
      fc.assert(
        fc.property(garbles, (changes) => {
          for (const { state } of judge(factsOf(changed(changes)))) expect(states).to.include(state);
        }),
        { numRuns: RUNS },
      );
    });

    it(`of an order that is ${name} is lived through again and audited`, () => {
      fc.assert(
        fc.property(garbles, (changes) => {
          const reading = readingOf(changed(changes));
          expect(judge(readFacts(reading))).to.have.length.above(13);
          const begin = sharedVersionsIn(reading.history);
          expect(audit({ reading, begin, leftOut: 0 }).verdicts).to.have.length.above(13);
        }),
        { numRuns: RUNS },
      );
    });

    it(`of an order that is ${name} is judged beside read models and dead letters that were garbled, too`, () => {
      fc.assert(
        fc.property(garbles, garbles, (changes, others) => {
          const { accounts, stock, orders, deadLetters, ...rest } = changed(changes);
          const documents = {
            accounts: garbled(accounts, others),
            stock: garbled(stock, others),
            orders: garbled(orders, others).filter(isNamed),
            deadLetters: garbled([...deadLetters, deadLetter], others),
          };
          const whole = { ...rest, ...documents };
          expect(judge(readFacts(readingOf(whole)))).to.have.length.above(13);
        }),
        { numRuns: RUNS },
      );
    });
  }
});

/** The ids are what was asked for, not what was answered. */
const isNamed = (order: unknown): boolean =>
  typeof order === 'object' && order !== null && typeof (order as { id: unknown }).id === 'string';
