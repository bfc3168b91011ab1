// What it takes to bring one thing back: a purse, from which sagas take and to which they give back.
import { expect } from 'chai';
import fc from 'fast-check';
import { replay } from './decider.ts';
import { restorationOf } from './restoration.ts';
import type { HoldRules } from './restoration.ts';

interface Coins {
  readonly stream: string;
  readonly type: 'Put' | 'Taken' | 'Returned';
  readonly data: { readonly amount: number; readonly orderId?: string };
}

const rules: HoldRules<number, Coins> = {
  evolve: (purse = 0, { type, data: { amount } }) => purse + (type === 'Taken' ? -amount : amount),
  holdOf: ({ type, data: { amount, orderId } }) =>
    orderId === undefined ? undefined : { orderId, amount: type === 'Taken' ? amount : -amount },
};

const event = (version: number, type: Coins['type'], amount: number, orderId?: string) => ({
  stream: 'purse-1',
  type,
  version,
  data: { amount, ...(orderId !== undefined && { orderId }) },
});
const history = [
  event(1, 'Put', 100),
  event(2, 'Taken', 30, 'early'),
  event(3, 'Put', 1_000),
  event(4, 'Taken', 7, 'late'),
];

describe('what is brought back of a thing', () => {
  it('is its state at that version', () => {
    expect(restorationOf(rules, history, 2)).to.deep.include({ state: 70, seen: 4 });
    expect(restorationOf(rules, history, 0)).to.deep.include({ state: undefined });
  });

  it('holds what those have done since who had taken something then', () => {
    const returned = [...history, event(5, 'Returned', 30, 'early')];
    expect(restorationOf(rules, returned, 2)).to.deep.include({ state: 100 });
  });

  it('is in the way of those who took something since, as long as they hold it', () => {
    expect(restorationOf(rules, history, 2).held).to.deep.equal([{ orderId: 'late', amount: 7 }]);
    const returned = [...history, event(5, 'Returned', 7, 'late')];
    expect(restorationOf(rules, returned, 2).held).to.deep.equal([]);
  });

  it('is without those who took something only since, who need no name then', () => {
    const undoing = { undone: ['early', 'nobody'], undoneSince: true };
    expect(restorationOf(rules, history, 2, undoing)).to.deep.equal({
      state: 100,
      held: [
        { orderId: 'early', amount: 30 },
        { orderId: 'late', amount: 7 },
      ],
      undone: ['early'],
      undoneSince: true,
      seen: 4,
    });
  });

  it('is what it is now where nobody but sagas of then did anything since', () => {
    const steps = fc.array(fc.record({ orderId: fc.constantFrom('a', 'b'), amount: fc.nat(50) }));
    fc.assert(
      fc.property(steps, steps, (then, since) => {
        const events = [...then, ...since.map((step) => ({ ...step, back: true }))].map((step, n) =>
          event(n + 1, 'back' in step ? 'Returned' : 'Taken', step.amount, step.orderId),
        );
        fc.pre(since.every(({ orderId }) => then.some((each) => each.orderId === orderId)));
        const { state, held } = restorationOf(rules, events, then.length);
        expect([state, held]).to.deep.equal([replay(rules.evolve, events), []]);
      }),
    );
  });
});
