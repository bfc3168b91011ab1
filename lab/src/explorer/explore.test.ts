// The explorer counts as the model checker TLC counts, finds the shortest way to what is wrong, and sees what cannot end.
import { expect } from 'chai';
import { explore, explored, LIVENESS } from './explore.ts';
import { twoPhaseCommit } from './testing/two-phase-commit.ts';
import type { World } from './world.ts';

/** A world of named states: from each, the states to its right. */
const map = (
  ways: Readonly<Record<string, readonly string[]>>,
  parts: Partial<World<string>> = {},
): World<string> => ({
  name: 'map',
  initial: ['a'],
  key: (place) => place,
  steps: (place) => (ways[place] ?? []).map((next) => ({ tell: () => `${place} to ${next}`, next })),
  properties: [],
  ...parts,
});

const never = (place: string) => ({
  name: 'never',
  claim: `${place} is never reached`,
  finding: (state: string) => (state === place ? `${place} is reached` : undefined),
});

describe('two-phase commit, explored', () => {
  it('has with 3 managers the 288 states, 1,146 transitions and depth 11 that TLC reports', () => {
    const { states, transitions, depth, complete } = explored(twoPhaseCommit(3));
    expect({ states, transitions, depth, complete }).to.deep.equal({
      states: 288,
      transitions: 1_146,
      depth: 11,
      complete: true,
    });
  });

  it('has with 5 managers 8,832 states', () => {
    const { states, counterexample } = explored(twoPhaseCommit(5));
    expect({ states, counterexample }).to.deep.equal({ states: 8_832, counterexample: undefined });
  });

  it('has with 6 managers 50,816 states', () => {
    expect(explored(twoPhaseCommit(6)).states).to.equal(50_816);
  });

  it('is inconsistent after five steps if the coordinator does not wait for everybody', () => {
    const { counterexample, complete } = explored(twoPhaseCommit(3, { everybodyIsHeard: false }));
    expect(complete).to.equal(false);
    expect(counterexample?.property).to.equal('consistency');
    expect(counterexample?.steps).to.deep.equal([
      'manager 1 is prepared',
      'the coordinator hears that manager 1 is prepared',
      'the coordinator decides to commit',
      'manager 1 receives Commit',
      'manager 2 aborts',
    ]);
  });
});

describe('the explorer', () => {
  it('finds the shortest of several ways', () => {
    const world = map({ a: ['b', 'c'], b: ['d'], d: ['x'], c: ['x'] }, { properties: [never('x')] });
    expect(explored(world).counterexample).to.deep.equal({
      property: 'never',
      finding: 'x is reached',
      initial: 0,
      choices: [1, 0],
      steps: ['a to c', 'c to x'],
    });
  });

  it('counts every successor as a transition, initial states too, and the states of the longest shortest way', () => {
    const { states, transitions, depth, lastStates } = explored(
      map({ a: ['b', 'c', 'a'], b: ['c'], c: ['d'] }),
    );
    expect({ states, transitions, depth, lastStates }).to.deep.equal({
      states: 4,
      transitions: 6,
      depth: 3,
      lastStates: 1,
    });
  });

  it('looks at initial states as well', () => {
    const { counterexample } = explored(map({}, { initial: ['b', 'a'], properties: [never('a')] }));
    expect(counterexample).to.include({ initial: 1 });
    expect(counterexample?.steps).to.deep.equal([]);
  });

  it('sees a state in which nothing can happen before the end', () => {
    const world = map({ a: ['b', 'end'], b: ['dead'] }, { isEnd: (place) => place === 'end' });
    const { counterexample, complete } = explored(world);
    expect(complete).to.equal(false);
    expect(counterexample?.property).to.equal(LIVENESS);
    expect(counterexample?.steps).to.deep.equal(['a to b']);
  });

  it('sees a circle that leads nowhere', () => {
    const world = map({ a: ['b', 'end'], b: ['c'], c: ['b'] }, { isEnd: (place) => place === 'end' });
    expect(explored(world).counterexample?.steps).to.deep.equal(['a to b']);
  });

  it('lets a circle pass that has a way out', () => {
    const world = map({ a: ['b'], b: ['a', 'end'] }, { isEnd: (place) => place === 'end' });
    expect(explored(world)).to.include({ complete: true, states: 3 });
  });

  it('says how far it is, and gives up beyond the most states', () => {
    const endless: World<number> = {
      name: 'endless',
      initial: [0],
      key: String,
      steps: (n) => [{ tell: () => 'on', next: n + 1 }],
      properties: [],
    };
    const walk = explore(endless, { mostStates: 3 });
    expect(walk.next().value).to.deep.equal({ states: 2, transitions: 2, depth: 1 });
    expect(explored(endless, { mostStates: 3 })).to.include({ complete: false, states: 4 });
  });
});
