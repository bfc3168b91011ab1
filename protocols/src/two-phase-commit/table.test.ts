// The tables of README.md, row by row, on the real roles over the smallest thing that can be held.
import { join } from 'node:path';
import { expect } from 'chai';
import { combined } from '@saga-lab/platform/decider/combined';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { specification } from '@saga-lab/platform/testing/given';
import { defaultTiming } from '../timing.ts';
import { fakeSetting, heldFor, shelfWith } from '../testing/fake-resource.ts';
import { terms, wanted, wordsOf } from '../testing/order.ts';
import { restTests } from '../testing/rest.ts';
import { rowTests } from '../testing/rows.ts';
import type { Row } from '../testing/rows.ts';
import { twoPhaseCommit } from './index.ts';
import { promise } from './promise.ts';

const { told, noted } = wordsOf('2pc');
const file = join(import.meta.dirname, 'README.md');
const { forced } = promise;
const row = (
  [state, message]: readonly [state: string, message: string],
  given: readonly NewEvent[],
  when: Row['when'],
): Row => ({ state, message, given, when });

const asked = told('AskOutcome', { ...wanted, by: 'inventory-service' });
const placed = told('OrderPlaced', wanted);
const cancelled = told('RequestCancellation', wanted);
const byHand = { by: 'eve', reason: 'the machine is gone' };
const aborted = told('AbortByHand', byHand);
const by = (name: string) => ({ by: `${name}-service` });

describe('Two-phase commit, the coordinator', () => {
  const role = twoPhaseCommit.coordinator(defaultTiming);
  const begun = [noted('TransactionBegun', wanted)];
  const fixed = [...begun, noted('TermsFixed', terms)];
  const oneYes = [...fixed, noted('VoteCounted', by('inventory'))];
  const committing = [...oneYes, noted('VoteCounted', by('payment')), noted('CommitDecided', { terms })];
  const oneLeft = [...committing, noted('DoneCounted', by('order')), noted('DoneCounted', by('inventory'))];
  const committed = [...oneLeft, noted('DoneCounted', by('payment')), noted('TransactionEnded', {})];
  const aborting = [
    ...begun,
    noted('AbortDecided', { wanted, reason: 'OUT_OF_STOCK', tell: ['order-service'] }),
  ];
  const tried = [1, 2, 3, 4].map((round) => noted('OutcomeRepeated', { round }));
  const presumed = [noted('AbortPresumed', { reason: 'NEVER_BEGAN' })];

  const of = { protocol: '2pc', role, forced };
  const table = [
    row(['none', 'OrderPlaced'], [], placed),
    row(['none', 'AskOutcome'], [], asked),
    row(['none', 'RequestCancellation'], [], cancelled),
    row(['none', 'Done'], [], told('Done', by('inventory'))),
    row(['none', 'AbortByHand'], [], aborted),
    row(['QUOTING', 'Quoted'], begun, told('Quoted', terms)),
    row(['QUOTING', 'QuoteRefused'], begun, told('QuoteRefused', { reason: 'OUT_OF_STOCK' })),
    row(['QUOTING', 'RequestCancellation'], begun, cancelled),
    row(['QUOTING', 'AbortByHand'], begun, aborted),
    row(['QUOTING', 'VoteBy is due'], begun, told('VoteBy')),
    row(['QUOTING', 'anything else'], begun, placed),
    row(['VOTING', 'VotedYes'], fixed, told('VotedYes', by('inventory'))),
    row(['VOTING', 'VotedYes again'], oneYes, told('VotedYes', by('inventory'))),
    row(['VOTING', 'VotedYes, the last'], oneYes, told('VotedYes', by('payment'))),
    row(['VOTING', 'VotedNo'], oneYes, told('VotedNo', { ...by('payment'), reason: 'NO_FUNDS' })),
    row(['VOTING', 'RequestCancellation'], oneYes, cancelled),
    row(['VOTING', 'AbortByHand'], oneYes, aborted),
    row(['VOTING', 'VoteBy is due'], oneYes, told('VoteBy')),
    row(['VOTING', 'anything else'], oneYes, asked),
    row(['COMMITTING', 'Done'], committing, told('Done', by('order'))),
    row(['COMMITTING', 'Done again'], oneLeft, told('Done', by('order'))),
    row(['COMMITTING', 'Done, the last'], oneLeft, told('Done', by('payment'))),
    row(['COMMITTING', 'RepeatOutcome is due'], oneLeft, told('RepeatOutcome', { round: 1 })),
    row(
      ['COMMITTING', 'RepeatOutcome is due, the fifth'],
      [...oneLeft, ...tried],
      told('RepeatOutcome', { round: 5 }),
    ),
    row(['COMMITTING', 'OrderPlaced'], committing, placed),
    row(['COMMITTING', 'RequestCancellation'], committing, cancelled),
    row(['COMMITTING', 'AskOutcome'], committing, asked),
    row(['COMMITTING', 'AbortByHand'], committing, aborted),
    row(['COMMITTING', 'anything else'], committing, told('VotedYes', by('payment'))),
    row(['ABORTING', 'Done, the last'], aborting, told('Done', by('order'))),
    row(['ABORTING', 'RepeatOutcome is due'], aborting, told('RepeatOutcome', { round: 1 })),
    row(['ABORTING', 'OrderPlaced'], aborting, placed),
    row(['ABORTING', 'RequestCancellation'], aborting, cancelled),
    row(['ABORTING', 'AskOutcome'], aborting, asked),
    row(['ABORTING', 'AbortByHand'], aborting, aborted),
    row(['COMMITTED', 'AskOutcome'], committed, asked),
    row(['COMMITTED', 'AbortByHand'], committed, aborted),
    row(['COMMITTED', 'OrderPlaced'], committed, placed),
    row(['COMMITTED', 'RequestCancellation'], committed, cancelled),
    row(['COMMITTED', 'anything else'], committed, told('Done', by('order'))),
    row(['ABORTED', 'OrderPlaced'], presumed, placed),
    row(['ABORTED', 'AskOutcome'], presumed, asked),
    row(['ABORTED', 'RequestCancellation'], presumed, cancelled),
    row(['ABORTED', 'AbortByHand'], presumed, aborted),
    row(['ABORTED', 'anything else'], presumed, told('Done', by('order'))),
  ];
  rowTests({ file, heading: 'The coordinator' }, of, table);
  restTests(of, table, ['none · Quoted', 'none · QuoteRefused', 'none · VotedYes', 'none · VotedNo']);

  const given = specification(combined({ role }));

  it('wants the timer of the votes until it has decided, and then the one that it has armed last', () => {
    for (const [past, vote, first, second] of [
      [[], false, false, false],
      [begun, true, false, false],
      [oneYes, true, false, false],
      [committing, false, true, false],
      [[...committing, noted('OutcomeRepeated', { round: 1 })], false, false, true],
      [committed, false, false, false],
    ] as const) {
      const { wants } = given(past);
      expect(wants(told('VoteBy'))).to.equal(vote);
      expect(wants(told('RepeatOutcome', { round: 1 }))).to.equal(first);
      expect(wants(told('RepeatOutcome', { round: 2 }))).to.equal(second);
    }
  });

  it('waits longer each time before it repeats', () => {
    const waits = [1, 2, 3, 9].map((round) => {
      const repeats = [...Array(round - 1).keys()].map((n) => noted('OutcomeRepeated', { round: n + 1 }));
      const { decision } = given([...committing, ...repeats]).when(told('RepeatOutcome', { round }));
      return (decision.messages.at(-1)?.notBefore ?? 0) - 1_000_000;
    });
    const { repeatFirstMs, repeatMostMs } = defaultTiming;
    expect(waits).to.deep.equal([2 * repeatFirstMs, 4 * repeatFirstMs, 8 * repeatFirstMs, repeatMostMs]);
  });

  it('keeps who wanted it aborted by hand, and why', () => {
    const why = { reason: 'ABORTED_BY_HAND', by: 'eve', because: 'the machine is gone' };
    given(begun)
      .when(aborted)
      .then([noted('AbortDecided', { wanted, ...why, tell: ['order-service'] })]);
  });

  it('tells an asker what it wants to know of in the terms of the transaction, not in those of the asker', () => {
    given(committed)
      .when(asked)
      .thenSends([{ type: '2pc.Commit', to: 'inventory-service', data: terms, sagaId: 'o1' }]);
    given(presumed)
      .when(asked)
      .thenSends([{ type: '2pc.Abort', data: { ...wanted, reason: 'NEVER_BEGAN' } }]);
  });

  it('cannot decide a vote for a transaction that it never began', () => {
    expect(() => given([]).when(told('VotedYes', by('inventory')))).to.throw('never began');
  });
});

describe('Two-phase commit, a participant', () => {
  const role = twoPhaseCommit.participant(fakeSetting('inventory-service'), defaultTiming);
  const shelf = [shelfWith(3, 7)];
  const prepared = [...shelf, noted('Prepared', { wanted, terms }), ...heldFor('o1')];
  const committed = [...prepared, noted('Committed', { terms })];
  const aborted = [...shelf, noted('Aborted', { reason: 'TIMED_OUT' })];
  const decided = [
    ...prepared,
    noted('DecidedByHand', { outcome: 'COMMITTED', by: 'eve', reason: 'the machine is gone' }),
  ];
  const damaged = [
    ...decided,
    noted('HeuristicDamage', {
      decided: 'COMMITTED',
      truth: { outcome: 'ABORTED', reason: 'TIMED_OUT' },
    }),
  ];
  const prepare = told('Prepare', terms);
  const commit = told('Commit', terms);
  const abort = told('Abort', { ...wanted, reason: 'TIMED_OUT' });
  const peer = told('AskOutcome', { ...wanted, by: 'payment-service' });
  const hand = (outcome: string) => told('DecideByHand', { terms, outcome, ...byHand });
  const due = told('AskAgain', { round: 1 });

  const of = { protocol: '2pc', role, forced };
  const table = [
    row(['any', 'Quote'], shelf, told('Quote', wanted)),
    row(['any', 'Quote, and nothing is left'], [shelfWith(0, 7)], told('Quote', wanted)),
    row(['none', 'Prepare'], shelf, prepare),
    row(['none', 'Prepare, and nothing is left'], [shelfWith(0, 7)], prepare),
    row(['none', 'Prepare, and the price is another'], [shelfWith(3, 8)], prepare),
    row(['none', 'Abort'], shelf, abort),
    row(['none', 'AskOutcome'], shelf, peer),
    row(['none', 'DecideByHand'], shelf, hand('COMMIT')),
    row(['PREPARED', 'Commit'], prepared, commit),
    row(['PREPARED', 'Abort'], prepared, abort),
    row(['PREPARED', 'Prepare'], prepared, prepare),
    row(['PREPARED', 'AskAgain is due'], prepared, due),
    row(['PREPARED', 'AskOutcome'], prepared, peer),
    row(['PREPARED', 'DecideByHand: commit'], prepared, hand('COMMIT')),
    row(['PREPARED', 'DecideByHand: abort'], prepared, hand('ABORT')),
    row(['BY_HAND', 'the outcome, the same'], decided, commit),
    row(['BY_HAND', 'the outcome, the other one'], decided, abort),
    row(['BY_HAND', 'Prepare'], decided, prepare),
    row(['BY_HAND', 'AskAgain is due'], decided, due),
    row(['BY_HAND', 'AskOutcome'], decided, peer),
    row(['BY_HAND', 'DecideByHand'], decided, hand('ABORT')),
    row(['COMMITTED', 'Commit'], committed, commit),
    row(['COMMITTED', 'Prepare'], committed, prepare),
    row(['COMMITTED', 'AskOutcome'], committed, peer),
    row(['COMMITTED', 'DecideByHand'], committed, hand('ABORT')),
    row(['ABORTED', 'Abort'], aborted, abort),
    row(['ABORTED', 'Prepare'], aborted, prepare),
    row(['ABORTED', 'AskOutcome'], aborted, peer),
    row(['ABORTED', 'DecideByHand'], aborted, hand('COMMIT')),
    row(['DAMAGED', 'Abort'], damaged, abort),
    row(['DAMAGED', 'Prepare'], damaged, prepare),
    row(['DAMAGED', 'AskOutcome'], damaged, peer),
    row(['DAMAGED', 'DecideByHand'], damaged, hand('COMMIT')),
  ];
  rowTests({ file, heading: 'A participant' }, of, table);
  restTests(of, table, ['DAMAGED · Commit', 'ABORTED · Commit', 'COMMITTED · Abort', 'none · Commit']);

  const given = specification(combined({ role }));

  it('does not do the contrary of what it has done', () => {
    expect(() => given(committed).when(abort)).to.throw('is COMMITTED already');
    expect(() => given(aborted).when(commit)).to.throw('is ABORTED already');
    expect(() => given(shelf).when(commit)).to.throw('has not voted');
  });

  it('asks as long as it does not know, by the timer that it has armed last', () => {
    for (const [past, wanted] of [
      [shelf, false],
      [prepared, true],
      [decided, true],
      [[...prepared, noted('OutcomeAsked', { round: 1 })], false],
      [committed, false],
    ] as const)
      expect(given(past).wants(due)).to.equal(wanted);
  });

  it('asks first once the coordinator has had time to collect the votes', () => {
    const { decision } = given(shelf).when(prepare);
    expect(decision.messages.at(-1)?.notBefore).to.equal(1_000_000 + defaultTiming.askAfterMs);
    expect(defaultTiming.askAfterMs).to.be.above(defaultTiming.voteByMs);
  });
});

describe('Two-phase commit, the order service', () => {
  const setting = fakeSetting('order-service');
  const role = twoPhaseCommit.participant(setting, defaultTiming);
  const stamp = { receivedAt: 1_000_000, random: 0.5 };
  const { events, messages } = twoPhaseCommit.placed(wanted, stamp, defaultTiming);
  const once = [...events, noted('OutcomeAsked', { round: 1 })];

  it('is prepared by placing the order, and tells the coordinator of it', () => {
    expect(events).to.deep.equal([noted('Prepared', { wanted })]);
    expect(messages).to.deep.equal([
      { type: '2pc.OrderPlaced', data: wanted, sagaId: 'o1' },
      {
        type: '2pc.AskAgain',
        data: { orderId: 'o1', round: 1 },
        to: 'order-service',
        notBefore: 1_000_000 + defaultTiming.askAfterMs,
        sagaId: 'o1',
      },
    ]);
  });

  const of = { protocol: '2pc', role, forced };
  const table = [
    row(['PREPARED', 'AskAgain is due, the first time'], events, told('AskAgain', { round: 1 })),
    row(['PREPARED', 'AskAgain is due, later'], once, told('AskAgain', { round: 2 })),
  ];
  rowTests({ file, heading: 'The order service' }, of, table);
  restTests(of, table);

  it('announces its order again, and asks those who may end it only when it gives up', () => {
    const given = specification(combined({ role }));
    const { decision } = given(events).when(told('AskAgain', { round: 1 }));
    const { askAfterMs, giveUpAfterMs } = defaultTiming;
    expect(decision.messages.map(({ type }) => type)).to.deep.equal(['2pc.OrderPlaced', '2pc.AskAgain']);
    expect(decision.messages.at(-1)?.notBefore).to.equal(1_000_000 + giveUpAfterMs - askAfterMs);
  });

  it('only asks for a cancellation', () => {
    expect(twoPhaseCommit.cancelling(wanted)).to.deep.equal([
      { type: '2pc.RequestCancellation', data: wanted, to: 'saga-orchestrator', sagaId: 'o1' },
    ]);
  });
});
