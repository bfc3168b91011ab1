// Partial-order reduction on worlds that are small enough to be looked at both ways: the same ends, the same findings.
import { expect } from 'chai';
import { explored } from './explore.ts';
import type { Property, Step, World } from './world.ts';

/** Each of some walkers goes from 0 to `far`; the last step of each also adds to what they share, unless all is their own. */
interface Walk {
  readonly places: readonly number[];
  readonly order: string;
}

const far = 4;

const walkers = (many: number, shares: boolean, properties: readonly Property<Walk>[] = []): World<Walk> => ({
  name: 'walkers',
  initial: [{ places: Array.from({ length: many }, () => 0), order: '' }],
  key: (state) => JSON.stringify(state),
  steps: (state) => state.places.flatMap((place, n) => (place < far ? [stepOf(state, n, shares)] : [])),
  properties,
  isEnd: ({ places }) => places.every((place) => place === far),
});

const stepOf = ({ places, order }: Walk, n: number, shares: boolean): Step<Walk> => {
  const place = (places[n] ?? 0) + 1;
  const isShared = shares && place === far;
  const next = { places: places.with(n, place), order: isShared ? order + String(n) : order };
  return { tell: () => `${n} to ${place}`, next, owner: String(n), local: !isShared };
};

const both = (world: World<Walk>) =>
  [false, true].map((reduce) => {
    const last: string[] = [];
    const { states, counterexample, complete } = explored(world, {
      reduce,
      onLast: (state) => last.push(world.key(state)),
    });
    return { states, property: counterexample?.property, complete, last: last.sort() };
  });

describe('partial-order reduction', () => {
  it('needs one order of steps that have nothing to do with each other', () => {
    const [all, few] = both(walkers(3, false));
    expect([all?.states, few?.states]).to.deep.equal([125, 13]);
    expect(few?.last).to.deep.equal(all?.last);
  });

  it('keeps every order of the steps in which something is shared', () => {
    const [all, few] = both(walkers(3, true));
    expect(few?.last).to.deep.equal(all?.last).and.to.have.length(6);
    expect(few?.states).to.be.lessThan((all?.states ?? 0) / 2);
  });

  it('finds what is wrong with one walker, and with what they share', () => {
    const findings: readonly Property<Walk>[] = [
      {
        name: 'own',
        claim: 'the second stays',
        finding: ({ places }) => (places[1] === 2 ? 'it went' : undefined),
      },
      {
        name: 'shared',
        claim: 'the third is not first',
        finding: ({ order }) => (order.startsWith('2') ? 'it is' : undefined),
      },
    ];
    for (const property of findings) {
      const [all, few] = both(walkers(3, true, [property]));
      expect([all?.property, few?.property]).to.deep.equal([property.name, property.name]);
    }
  });

  it('does not put anybody off for ever because another one walks in a circle', () => {
    const circle: World<Walk> = {
      ...walkers(1, false, [
        {
          name: 'still',
          claim: 'the second stays',
          finding: ({ places }) => (places[1] === 1 ? 'it went' : undefined),
        },
      ]),
      initial: [{ places: [0, 0], order: '' }],
      steps: (state) => [
        {
          ...stepOf(state, 0, false),
          next: { ...state, places: state.places.with(0, ((state.places[0] ?? 0) + 1) % 3) },
        },
        { ...stepOf(state, 1, false), next: { ...state, places: state.places.with(1, 1) } },
      ],
    };
    expect(both(circle).map(({ property }) => property)).to.deep.equal(['still', 'still']);
  });

  it('leaves a world alone whose steps name no owner', () => {
    const world: World<Walk> = {
      ...walkers(2, false),
      steps: (state) =>
        walkers(2, false)
          .steps(state)
          .map(({ tell, next }) => ({ tell, next, local: true })),
    };
    const [all, few] = both(world);
    expect(few).to.deep.equal(all);
  });
});
