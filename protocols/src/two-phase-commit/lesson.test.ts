// What two-phase commit costs, as the paper counts it: without what comes before the votes and after the outcome.
import { expect } from 'chai';
import { participantNames } from '../parties.ts';
import { pump } from '../testing/pump.ts';
import { run } from '../testing/run.ts';
import { twoPhaseCommit } from './index.ts';

const N = participantNames.length;

/** Copies of messages of these types, by how many messages came one after the other up to them. */
const sentOf = (types: readonly string[]) =>
  run(pump(twoPhaseCommit)).sent.filter(({ message: { type } }) => types.includes(type.replace('2pc.', '')));

describe('Two-phase commit, if all say yes', () => {
  // J. Gray, L. Lamport, Consensus on Transaction Commit, 2006, section 3.1: the first vote is the request to begin.
  const paper = sentOf(['OrderPlaced', 'Prepare', 'VotedYes', 'Commit']);

  it('sends the 3N - 1 messages of the paper: the first vote, N - 1 requests, N - 1 votes, N outcomes', () => {
    const counts = Map.groupBy(paper, ({ message: { type } }) => type);
    expect([...counts.values()].map(({ length }) => length)).to.deep.equal([1, N - 1, N - 1, N]);
    expect([N, paper.length]).to.deep.equal([3, 8]);
  });

  it('sends them in the 4 delays of the paper, one behind the other', () => {
    expect(new Set(paper.map(({ depth }) => depth))).to.have.property('size', 4);
  });

  it('asks for a price and is told it before that, two messages in two delays, and hears N times that all is done', () => {
    const quote = sentOf(['Quote', 'Quoted']);
    const done = sentOf(['Done']);
    expect([quote.length, done.length]).to.deep.equal([2, N]);
    const [first, ...others] = paper;
    expect(quote.map(({ depth }) => depth)).to.deep.equal([2, 3]);
    expect(first?.depth).to.equal(1);
    expect(Math.min(...others.map(({ depth }) => depth))).to.equal(4);
    expect(new Set(done.map(({ depth }) => depth))).to.deep.equal(new Set([7]));
  });
});
