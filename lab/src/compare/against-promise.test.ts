import { expect } from 'chai';
import { differences } from './against-promise.ts';
import { columns } from './columns.ts';
import type { Seen } from './figures.ts';

const twoPhaseCommit = () =>
  columns.find(({ name }) => name === '2pc') ?? expect.fail('there is no two-phase commit');

const seen = (parts: Partial<Seen> = {}): Seen => ({
  outcomes: ['approved'],
  waiting: [],
  figures: {
    ...twoPhaseCommit().promise.happy,
    heldMs: { 'order-service': 0, 'inventory-service': 0, 'payment-service': 0 },
    knownMs: { p50: 0, p95: 0 },
    doneMs: { p50: 0, p95: 0 },
    blockedMs: 0,
    windowMs: 0,
    timers: 0,
    turnedAway: 0,
    dirtyReads: 0,
  },
  ...parts,
});
const everybody = ['order-service', 'inventory-service', 'payment-service'] as const;

describe('A cell held against the promise of its protocol', () => {
  it('is fine if it is as promised, also where that is not to end, or either way', () => {
    expect(differences(twoPhaseCommit(), { condition: 'none' }, seen())).to.deep.equal([]);
    const blocked = seen({ outcomes: ['blocked'], waiting: everybody, afterReturn: 'approved' });
    expect(differences(twoPhaseCommit(), { condition: 'B' }, blocked)).to.deep.equal([]);
    expect(
      differences(twoPhaseCommit(), { condition: 'F' }, seen({ outcomes: ['approved', 'rejected'] })),
    ).to.deep.equal([]);
  });

  it('says how it ends otherwise, of each order that does', () => {
    const split = seen({ outcomes: ['approved', 'split'] });
    expect(differences(twoPhaseCommit(), { condition: 'F' }, split)).to.deep.equal([
      'the order is split, and approved or rejected is promised.',
    ]);
    const second = seen({
      outcomes: ['rejected'],
      waiting: ['inventory-service', 'order-service'],
      second: 'approved',
    });
    expect(differences(twoPhaseCommit(), { condition: 'H' }, second)).to.deep.equal([
      'the second order is approved, and rejected is promised.',
    ]);
    expect(differences(twoPhaseCommit(), { condition: 'H', locks: 'wait' }, second)).to.deep.equal([]);
    const late = seen({ outcomes: ['blocked'], waiting: everybody, afterReturn: 'rejected' });
    expect(differences(twoPhaseCommit(), { condition: 'B' }, late)).to.deep.equal([
      'after the return, the order is rejected, and approved is promised.',
    ]);
  });

  it('says what is promised and was not looked at', () => {
    const blocked = seen({ outcomes: ['blocked'], waiting: everybody });
    expect(differences(twoPhaseCommit(), { condition: 'B' }, blocked)).to.deep.equal([
      'after the return, the order was not looked at, and approved is promised.',
    ]);
    const alone = seen({ outcomes: ['rejected'], waiting: ['inventory-service', 'order-service'] });
    expect(differences(twoPhaseCommit(), { condition: 'H' }, alone)).to.deep.equal([
      'the second order was not looked at, and rejected is promised.',
    ]);
  });

  it('says who waits that should not, or does not that should', () => {
    const waiting = ['payment-service'] as const;
    expect(differences(twoPhaseCommit(), { condition: 'D' }, seen({ waiting }))).to.deep.equal([
      'payment-service waits, and it is promised that nobody does.',
    ]);
  });

  it('says what costs more or less, where nothing goes wrong', () => {
    const { figures } = seen();
    expect(
      differences(twoPhaseCommit(), { condition: 'none' }, seen({ figures: { ...figures, messages: 14 } })),
    ).to.deep.equal(['14 messages, and 13 are promised.']);
    expect(
      differences(twoPhaseCommit(), { condition: 'D' }, seen({ figures: { ...figures, messages: 14 } })),
    ).to.deep.equal([]);
  });

  it('takes orders of the same thing at once for either way where they refuse each other, or wait', () => {
    const some = seen({ outcomes: ['approved', 'rejected'] });
    expect(differences(twoPhaseCommit(), { condition: 'at-once', locks: 'reject' }, some)).to.deep.equal([]);
    expect(differences(twoPhaseCommit(), { condition: 'at-once' }, some)).to.deep.equal([
      'the order is rejected, and approved is promised.',
    ]);
  });

  it('says nothing of what it costs where a machine may have been slower than a timer', () => {
    const { figures } = seen();
    const late = seen({ figures: { ...figures, messages: 14, timers: 1 } });
    expect(differences(twoPhaseCommit(), { condition: 'none', mayBeLate: true }, late)).to.deep.equal([]);
    expect(differences(twoPhaseCommit(), { condition: 'none' }, late)).to.have.length(1);
  });
});
