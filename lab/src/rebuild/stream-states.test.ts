import { expect } from 'chai';
import type { StampedEvent } from '../checker/history.ts';
import { streamStates } from './stream-states.ts';

const events = (versions: readonly number[]): readonly StampedEvent[] =>
  versions.map((version) => ({
    stream: 's-1',
    version,
    type: 'Added',
    schemaVersion: 1,
    data: {},
    at: 0,
    lamport: version,
    commit: 'c',
  }));

/** The versions that were folded, as the state, and how many folds it took. */
const counting = (versions: readonly number[], later: readonly string[] = []) => {
  const folds: number[] = [];
  const evolve = (state: unknown, { version }: StampedEvent) => {
    folds.push(version);
    return [...((state as number[] | undefined) ?? []), version];
  };
  const stateAt = streamStates(() => events(versions), new Set(later));
  return { folds, at: (version: number) => stateAt(evolve, 's-1', version) };
};

describe('The states of streams', () => {
  it('are those at any version, and nothing at version 0', () => {
    const { at } = counting([1, 2, 3]);
    expect([at(0), at(2), at(3), at(1)]).to.deep.equal([undefined, [1, 2], [1, 2, 3], [1]]);
  });

  it('are folded once on the way forward', () => {
    const { at, folds } = counting([1, 2, 3]);
    for (const version of [1, 2, 2, 3]) at(version);
    expect(folds).to.deep.equal([1, 2, 3]);
  });

  it('are kept where somebody will look back', () => {
    const { at, folds } = counting([1, 2, 3], ['s-1@000000000001']);
    expect([at(3), at(1)]).to.deep.equal([[1, 2, 3], [1]]);
    expect(folds).to.deep.equal([1, 2, 3]);
  });

  it('cannot be told across a hole, or beyond the end', () => {
    const { at } = counting([1, 3]);
    expect(() => at(2)).to.throw('version 2 of s-1 is not in the history');
    expect(() => counting([1]).at(2)).to.throw('version 2 of s-1 is not in the history');
  });
});
