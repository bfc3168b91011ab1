import { expect } from 'chai';
import { catalogue } from './catalogue.ts';
import { withFigures } from './page.ts';
import type { Row } from './rows.ts';

const rowOf = (name: string, exploration: Partial<Row['exploration']>): Row => ({
  world: catalogue.find((world) => world.name === name) ?? expect.fail(`there is no world ${name}`),
  exploration: { states: 1_234, transitions: 5_678, depth: 9, complete: true, lastStates: 1, ...exploration },
  seconds: 1,
  verdict: 'holds',
});

const page = [
  '| world         | what it is |  states | transitions | depth |',
  '| `2pc-most`    | of `order` | 620,268 |   3,395,160 |    26 |',
  '| `2pc-lossy`   | another    | 720,833 |   3,777,178 |    36 |',
  '| `2pc-blocked` | it blocks  |      55 |',
];

describe('The page of the worlds', () => {
  it('has the figures of those that were visited, as wide as they were, and all others stay', () => {
    const rows = [
      rowOf('2pc-most', {}),
      rowOf('order', {}),
      rowOf('2pc-blocked', {
        counterexample: { property: 'I-19', finding: 'it waits', initial: 0, choices: [], steps: ['a', 'b'] },
      }),
    ];
    expect(withFigures(page.join('\n'), rows).split('\n')).to.deep.equal([
      page[0],
      '| `2pc-most`    | of `order` |   1,234 |       5,678 |     9 |',
      page[2],
      '| `2pc-blocked` | it blocks  |       2 |',
    ]);
  });
});
