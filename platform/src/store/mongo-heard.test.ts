// What is heard of the log counts as far as nothing between is missing.
import { expect } from 'chai';
import { heardInsertions } from './mongo-heard.ts';
import type { Insertion } from './mongo-insertions.ts';

const tokenOf = (second: number): string => `8200000${second}0000000000`;
const insertionsAt = (...seconds: readonly number[]): readonly Insertion[] =>
  seconds.map((second) => ({ id: `c${second}`, position: tokenOf(second) }));
const idsOf = (insertions: readonly Insertion[] | undefined) => insertions?.map(({ id }) => id);

describe('What a feed reads from the log', () => {
  it('is known behind each position from its begin on', () => {
    const heard = heardInsertions();
    heard.hear('at:1.0', insertionsAt(100, 200));
    heard.hear(tokenOf(200), insertionsAt(300));
    expect(idsOf(heard.behind('at:1.0'))).to.deep.equal(['c100', 'c200', 'c300']);
    expect(idsOf(heard.behind(tokenOf(200)))).to.deep.equal(['c300']);
    expect(idsOf(heard.behind(tokenOf(400)))).to.deep.equal([]);
  });

  it('is not known behind a position before its begin, nor once it is over', () => {
    const heard = heardInsertions();
    expect(heard.behind(tokenOf(100))).to.equal(undefined);
    heard.hear(tokenOf(200), insertionsAt(300));
    expect(heard.behind(tokenOf(100))).to.equal(undefined);
    heard.end();
    expect(heard.behind(tokenOf(200))).to.equal(undefined);
  });

  it('begins anew where something is missing, and where nobody asked for too much', () => {
    const heard = heardInsertions();
    heard.hear(tokenOf(100), insertionsAt(200));
    heard.hear(tokenOf(300), insertionsAt(400));
    expect(heard.behind(tokenOf(100))).to.equal(undefined);
    expect(idsOf(heard.behind(tokenOf(300)))).to.deep.equal(['c400']);
    heard.hear(
      tokenOf(400),
      Array.from({ length: 5_001 }, () => ({ id: 'many', position: tokenOf(500) })),
    );
    heard.hear(tokenOf(500), insertionsAt(600));
    expect(heard.behind(tokenOf(300))).to.equal(undefined);
    expect(idsOf(heard.behind(tokenOf(500)))).to.deep.equal(['c600']);
  });
});
