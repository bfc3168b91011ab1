import { expect } from 'chai';
import type { Verdict } from '../checker/verdict.ts';
import { entriesOf } from '../show/entries.ts';
import { sagaThatIs } from '../testing/made-up-answers.ts';
import { completed, factsOf } from '../testing/made-up-facts.ts';
import type { RunTimes } from './sagas.ts';
import { sagaPictures, sagasToShow } from './sagas.ts';

const violated = (...findings: readonly string[]): Verdict => ({
  invariant: 'I-4',
  state: 'violated',
  sentence: 'The services disagree.',
  findings,
});
const orderOf = (id: string, status: 'COMPLETED' | 'COMPENSATED' | 'PARKED') => ({
  id,
  order: undefined,
  saga: sagaThatIs(id, status),
  payment: undefined,
  reservation: undefined,
});
const orders = [
  orderOf('o1', 'COMPLETED'),
  orderOf('o2', 'COMPENSATED'),
  orderOf('o3', 'COMPLETED'),
  orderOf('o10', 'PARKED'),
];

describe('The sagas that a report shows', () => {
  it('are those that a finding names, each once, and none whose id only looks alike', () => {
    const verdicts = [
      violated('saga o10: expected that nothing was shipped.', 'ShipStock of saga o3 took effect 2 times.'),
      violated('order o3 is listed with status "APPROVED".'),
    ];
    expect(sagasToShow({ orders }, verdicts)).to.deep.equal(['o10', 'o3']);
  });

  it('are one of each outcome where no finding names any', () => {
    expect(sagasToShow({ orders }, [])).to.deep.equal(['o1', 'o2', 'o10']);
    expect(sagasToShow({ orders }, [violated('account-ada was at -1 after event 3.')])).to.have.length(3);
  });

  it('are at most six', () => {
    const many = Array.from({ length: 20 }, (_, n) => orderOf(`o${n}`, 'COMPLETED'));
    expect(
      sagasToShow({ orders: many }, [violated(many.map(({ id }) => `saga ${id}`).join(', '))]),
    ).to.have.length(6);
  });
});

describe('The picture of a saga in a report', () => {
  const facts = factsOf(completed());
  const crash = {
    at: 3,
    what: 'payment-service is killed',
    service: 'payment-service',
    sign: 'crash',
  } as const;
  const entriesIn = (times: RunTimes) => {
    const [picture] = sagaPictures(facts, ['o1'], { injections: [crash], ...times });
    return picture ? entriesOf(picture.commits, picture.circumstances) : [];
  };

  it('has all commits of its saga, of every service', () => {
    const [picture] = sagaPictures(facts, ['o1'], { injections: [] });
    expect(picture?.title).to.equal('Saga o1, COMPLETED');
    expect(Object.values(picture?.commits ?? {}).flat()).to.have.length(10);
  });

  it('dates injections from the beginning of the run, and leaves them out where that is not known', () => {
    const crashes = (times: RunTimes) =>
      entriesIn(times).flatMap(({ kind, at }) => (kind === 'crash' ? [at] : []));
    expect(crashes({ began: 2 })).to.deep.equal([5]);
    expect(crashes({})).to.deep.equal([]);
  });

  it('goes by the time of the simulated world where there is one', () => {
    const durableAt = new Map(
      facts.history.all.map(({ service, commit }) => [`${service}/${commit._id}`, commit.at + 100]),
    );
    const entries = entriesIn({ durableAt });
    expect(entries[0]?.at).to.equal(100);
    expect(
      entries.filter(({ kind }) => kind === 'crash'),
      'before the first commit',
    ).to.deep.equal([]);
  });

  it('shows which message never arrived', () => {
    const { orders: all, ...rest } = factsOf(completed());
    const without = {
      ...rest,
      orders: all,
      history: { ...rest.history, all: rest.history.all.slice(0, -1) },
    };
    const [picture] = sagaPictures(without, ['o1'], { injections: [] });
    expect(picture?.circumstances?.lost?.size).to.equal(1);
  });
});
