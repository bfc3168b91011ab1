// Refusals stay small, however many orders stand in the way.
import { expect } from 'chai';
import { changedMeanwhile, firstOf, heldBySagas, uncorrectable } from './refusals.ts';

const holds = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ orderId: `o${n + 1}`, amount: n + 1 }));
const refusalBy = (count: number) =>
  heldBySagas('what was available of lamp at version 3', firstOf(holds(count)), 'wait').refusal;

describe('What stands in the way', () => {
  it('is listed whole where it is little', () => {
    const refusal = refusalBy(2);
    expect(refusal).to.deep.equal({
      code: 'HELD_BY_SAGAS',
      detail: 'Of what was available of lamp at version 3, order o1 holds 1, order o2 holds 2: wait',
      more: { held: { total: 2, orders: holds(2) } },
    });
    expect(firstOf(holds(100))).to.deep.equal({ held: holds(100) });
  });

  it('is counted, and its beginning listed, where it is much', () => {
    const refusal = refusalBy(4_910);
    expect(refusal?.more).to.deep.equal({ held: { total: 4_910, orders: holds(100) } });
    expect(refusal?.detail).to.match(/, order o10 holds 10, and 4,900 more hold some: wait$/);
  });

  it('stays small also for a message from before, which has all of them', () => {
    const { refusal } = heldBySagas('it', { held: holds(101) }, 'wait');
    expect(refusal?.more).to.deep.equal({ held: { total: 101, orders: holds(100) } });
  });
});

describe('A command that is decided on the history of a thing', () => {
  it('is refused in the same words for every thing', () => {
    expect(changedMeanwhile('the stock of lamp').refusal).to.deep.equal({
      code: 'CHANGED_MEANWHILE',
      detail: 'the stock of lamp changed just now: send the request again',
    });
    const forgotten = { kind: 'FORGOTTEN', validFrom: 1_001 } as const;
    const codeAt = (receivedAt: number, isSoAlready = false) =>
      uncorrectable('it', { corrects: forgotten, isSoAlready }, receivedAt)?.refusal?.code;
    expect([codeAt(1_000), codeAt(1_001), codeAt(1_001, true)]).to.deep.equal([
      'IN_THE_FUTURE',
      undefined,
      'NOTHING_TO_CORRECT',
    ]);
  });
});
