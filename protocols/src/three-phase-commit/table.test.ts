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
import { threePhaseCommit } from './index.ts';
import { promise } from './promise.ts';

const { told, noted } = wordsOf('3pc');
const file = join(import.meta.dirname, 'README.md');
const { forced } = promise;
const row = (
  [state, message]: readonly [state: string, message: string],
  given: readonly NewEvent[],
  when: Row['when'],
): Row => ({ state, message, given, when });

const by = (name: string) => ({ by: `${name}-service` });
const asked = told('AskOutcome', { ...wanted, ...by('inventory') });
const placed = told('OrderPlaced', wanted);
const cancelled = told('RequestCancellation', wanted);
const byHand = { by: 'eve', reason: 'the machine is gone' };
const aborted = told('AbortByHand', byHand);
const ackBy = (due = 1_000_000) => told('AckBy', { round: 1, due });
const takenForDead = told('TakenForDead', by('inventory'));
const done = (name: string, outcome: string) => told('Done', { ...by(name), outcome });
const acked = (name: string) => told('Acked', { ...wanted, ...by(name) });

describe('Three-phase commit, the coordinator', () => {
  const role = threePhaseCommit.coordinator(defaultTiming);
  const begun = [noted('TransactionBegun', wanted)];
  const fixed = [...begun, noted('TermsFixed', terms)];
  const oneYes = [...fixed, noted('VoteCounted', by('inventory'))];
  const told3 = [...oneYes, noted('VoteCounted', by('payment')), noted('PreCommitDecided', { terms })];
  const twoAcks = [...told3, noted('AckCounted', by('order')), noted('AckCounted', by('inventory'))];
  const superseded = [...twoAcks, noted('TakenForDead', by('inventory'))];
  const committing = [...twoAcks, noted('AckCounted', by('payment')), noted('CommitDecided', { terms })];
  const committed = [
    ...committing,
    ...['order', 'inventory', 'payment'].map((name) => noted('DoneCounted', by(name))),
    noted('TransactionEnded', {}),
  ];

  const aborting = [
    ...begun,
    noted('AbortDecided', { wanted, reason: 'OUT_OF_STOCK', tell: ['order-service'] }),
  ];
  const presumed = [noted('AbortPresumed', { reason: 'NEVER_BEGAN' })];

  const of = { protocol: '3pc', role, forced };
  const table = [
    row(['none', 'OrderPlaced'], [], placed),
    row(['none', 'AskOutcome'], [], asked),
    row(['none', 'RequestCancellation'], [], cancelled),
    row(['none', 'Done'], [], done('order', 'COMMITTED')),
    row(['none', 'AbortByHand'], [], aborted),
    row(['QUOTING', 'Quoted'], begun, told('Quoted', terms)),
    row(['QUOTING', 'VoteBy is due'], begun, told('VoteBy')),
    row(['QUOTING', 'RequestCancellation'], begun, cancelled),
    row(['QUOTING', 'AbortByHand'], begun, aborted),
    row(['VOTING', 'VotedYes'], fixed, told('VotedYes', by('inventory'))),
    row(['VOTING', 'VotedYes, the last'], oneYes, told('VotedYes', by('payment'))),
    row(['VOTING', 'VotedNo'], oneYes, told('VotedNo', { ...by('payment'), reason: 'NO_FUNDS' })),
    row(['VOTING', 'RequestCancellation'], oneYes, cancelled),
    row(['VOTING', 'Acked'], oneYes, acked('order')),
    row(['VOTING', 'AbortByHand'], fixed, aborted),
    row(['PRECOMMITTING', 'Acked'], told3, acked('order')),
    row(['PRECOMMITTING', 'Acked again'], twoAcks, acked('order')),
    row(['PRECOMMITTING', 'Acked, the last'], twoAcks, acked('payment')),
    row(['PRECOMMITTING', 'AckBy is due'], twoAcks, ackBy()),
    row(['PRECOMMITTING', 'AckBy is long overdue'], twoAcks, ackBy(0)),
    row(['PRECOMMITTING', 'TakenForDead'], told3, takenForDead),
    row(['PRECOMMITTING', 'AckBy is due, and somebody takes it for dead'], superseded, ackBy()),
    row(['PRECOMMITTING', 'Done of a commit'], told3, done('order', 'COMMITTED')),
    row(['PRECOMMITTING', 'Done of an abort'], told3, done('order', 'ABORTED')),
    row(['PRECOMMITTING', 'AbortByHand'], told3, aborted),
    row(['PRECOMMITTING', 'anything else'], told3, cancelled),
    row(['COMMITTING', 'Acked'], committing, acked('order')),
    row(['COMMITTING', 'TakenForDead'], committing, takenForDead),
    row(['COMMITTING', 'Done'], committing, done('order', 'COMMITTED')),
    row(['COMMITTING', 'AskOutcome'], committing, asked),
    row(['COMMITTING', 'RepeatOutcome is due'], committing, told('RepeatOutcome', { round: 1 })),
    row(['COMMITTING', 'OrderPlaced'], committing, placed),
    row(['COMMITTING', 'RequestCancellation'], committing, cancelled),
    row(['COMMITTING', 'AbortByHand'], committing, aborted),
    row(['COMMITTED', 'AskOutcome'], committed, asked),
    row(['COMMITTED', 'OrderPlaced'], committed, placed),
    row(['COMMITTED', 'RequestCancellation'], committed, cancelled),
    row(['COMMITTED', 'AbortByHand'], committed, aborted),
    row(['ABORTING', 'Done, the last'], aborting, done('order', 'ABORTED')),
    row(['ABORTING', 'RepeatOutcome is due'], aborting, told('RepeatOutcome', { round: 1 })),
    row(['ABORTING', 'OrderPlaced'], aborting, placed),
    row(['ABORTING', 'RequestCancellation'], aborting, cancelled),
    row(['ABORTING', 'AskOutcome'], aborting, asked),
    row(['ABORTING', 'AbortByHand'], aborting, aborted),
    row(['ABORTED', 'OrderPlaced'], presumed, placed),
    row(['ABORTED', 'RequestCancellation'], presumed, cancelled),
    row(['ABORTED', 'AskOutcome'], presumed, asked),
    row(['ABORTED', 'AbortByHand'], presumed, aborted),
  ];
  rowTests({ file, heading: 'The coordinator' }, of, table);
  restTests(of, table, ['none · Quoted', 'none · VotedYes', 'none · VotedNo']);

  it('wants the timers of votes and of acknowledgements as long as they are missing', () => {
    const { wants: wantsOf } = { wants: specification(combined({ role })) };
    for (const [past, vote, ack, repeat] of [
      [oneYes, true, false, false],
      [told3, false, true, false],
      [committing, false, false, true],
      [committed, false, false, false],
    ] as const) {
      const { wants } = wantsOf(past);
      expect(wants(told('VoteBy'))).to.equal(vote);
      expect(wants(ackBy())).to.equal(ack);
      expect(wants(told('RepeatOutcome', { round: 1 }))).to.equal(repeat);
    }
  });

  it('wants the timer of acknowledgements that it has armed last', () => {
    const again = [...told3, noted('PreCommitRepeated', { round: 1 })];
    const { wants } = specification(combined({ role }))(again);
    expect([wants(ackBy()), wants(told('AckBy', { round: 2, due: 0 }))]).to.deep.equal([false, true]);
  });

  it('has decided before any participant loses patience', () => {
    const { decision } = specification(combined({ role }))(oneYes).when(told('VotedYes', by('payment')));
    const { voteByMs, askAfterMs } = defaultTiming;
    expect(decision.messages.at(-1)?.notBefore).to.be.below(1_000_000 + askAfterMs - voteByMs);
  });
});

describe('Three-phase commit, a participant', () => {
  const role = threePhaseCommit.participant(fakeSetting('inventory-service'), defaultTiming);
  const shelf = [shelfWith(3, 7)];
  const prepared = [...shelf, noted('Prepared', { wanted, terms }), ...heldFor('o1')];
  const coordinator = 'saga-orchestrator';
  const precommitted = [...prepared, noted('PreCommitted', { terms, leader: coordinator })];
  const committed = [...precommitted, noted('Committed', { terms })];
  const ended = [...shelf, noted('Aborted', { reason: 'TIMED_OUT' })];
  const decided = [...prepared, noted('DecidedByHand', { outcome: 'COMMITTED', ...byHand })];
  const preCommit = (name: string) => told('PreCommit', { ...terms, by: name });
  const commit = told('Commit', terms);
  const abort = told('Abort', { ...wanted, reason: 'TIMED_OUT' });
  const peer = told('AskOutcome', { ...wanted, ...by('payment') });
  const hand = told('DecideByHand', { terms, outcome: 'COMMIT', ...byHand });
  const stateAsk = (dead: readonly string[]) =>
    told('StateAsk', { ...wanted, ...by('payment'), round: 2, dead });
  const stateIs = (name: string, stage: string, round = 2) =>
    told('StateIs', { ...wanted, ...by(name), round, stage, ...(stage === 'PRECOMMITTED' && { terms }) });
  const due = (round: number, instant = 1_000_000) => told('Patience', { wanted, round, due: instant });

  const of = { protocol: '3pc', role, forced };
  const table = [
    row(['any', 'Quote'], shelf, told('Quote', wanted)),
    row(['none', 'Prepare'], shelf, told('Prepare', terms)),
    row(['none', 'Prepare, and nothing is left'], [shelfWith(0, 7)], told('Prepare', terms)),
    row(['none', 'Abort'], shelf, abort),
    row(['none', 'AskOutcome'], shelf, peer),
    row(['none', 'StateAsk'], shelf, stateAsk([coordinator])),
    row(['none', 'DecideByHand'], shelf, hand),
    row(['PREPARED', 'PreCommit'], prepared, preCommit(coordinator)),
    row(['PREPARED', 'Commit'], prepared, commit),
    row(['PREPARED', 'Abort'], prepared, abort),
    row(['PREPARED', 'Prepare'], prepared, told('Prepare', terms)),
    row(['PREPARED', 'AskOutcome'], prepared, peer),
    row(['PREPARED', 'StateIs'], prepared, stateIs('payment', 'PREPARED')),
    row(['PREPARED', 'Acked'], prepared, acked('payment')),
    row(['PREPARED', 'DecideByHand'], prepared, hand),
    row(['PRECOMMITTED', 'PreCommit'], precommitted, preCommit(coordinator)),
    row(['PRECOMMITTED', 'Commit'], precommitted, commit),
    row(['PRECOMMITTED', 'Abort'], precommitted, abort),
    row(['PRECOMMITTED', 'Prepare'], precommitted, told('Prepare', terms)),
    row(['PRECOMMITTED', 'DecideByHand'], precommitted, hand),
    row(['COMMITTED', 'Commit'], committed, commit),
    row(['COMMITTED', 'StateAsk'], committed, stateAsk([coordinator])),
    row(['COMMITTED', 'PreCommit of the coordinator'], committed, preCommit(coordinator)),
    row(['COMMITTED', 'PreCommit of a peer'], committed, preCommit('order-service')),
    row(['COMMITTED', 'anything of a termination'], committed, stateIs('payment', 'PREPARED')),
    row(['COMMITTED', 'Abort'], committed, abort),
    row(['COMMITTED', 'Prepare'], committed, told('Prepare', terms)),
    row(['COMMITTED', 'AskOutcome'], committed, peer),
    row(['COMMITTED', 'DecideByHand'], committed, hand),
    row(['ABORTED', 'Abort'], ended, abort),
    row(['ABORTED', 'Commit'], ended, commit),
    row(['ABORTED', 'Prepare'], ended, told('Prepare', terms)),
    row(['ABORTED', 'StateAsk'], ended, stateAsk([coordinator])),
    row(['ABORTED', 'PreCommit'], ended, preCommit('order-service')),
    row(['ABORTED', 'AskOutcome'], ended, peer),
    row(['ABORTED', 'DecideByHand'], ended, hand),
    row(['BY_HAND', 'the outcome, the same'], decided, commit),
    row(['BY_HAND', 'the outcome, the other one'], decided, abort),
    row(['BY_HAND', 'anything of a termination'], decided, stateAsk([coordinator])),
    row(['BY_HAND', 'Patience is over'], decided, due(1)),
    row(['BY_HAND', 'Prepare'], decided, told('Prepare', terms)),
    row(['BY_HAND', 'DecideByHand'], decided, hand),
  ];
  rowTests({ file, heading: 'A participant' }, of, table);

  const begun = (dead: readonly string[], past = prepared) => [
    ...past,
    noted('TerminationBegun', { round: 2, dead }),
  ];
  const heard = (name: string, stage: string) =>
    noted('StateHeard', { ...by(name), stage, ...(stage === 'PRECOMMITTED' && { terms }) });
  const orderDead = begun([coordinator, 'order-service']);
  const leading = [
    ...orderDead,
    heard('payment', 'PREPARED'),
    noted('PreCommitted', { terms, leader: 'inventory-service' }),
    noted('LeadTaken', { terms, round: 3, acked: [] }),
  ];

  const termination = [
    row(['PREPARED', 'Patience is over'], prepared, due(1)),
    row(['PRECOMMITTED', 'Patience is over'], precommitted, due(1)),
    row(['PRECOMMITTED', 'StateAsk'], precommitted, stateAsk([coordinator])),
    row(['PRECOMMITTED', 'PreCommit of a peer'], precommitted, preCommit('order-service')),
    row(['PREPARED', 'StateAsk'], prepared, stateAsk([coordinator])),
    row(['PREPARED', 'StateAsk, nobody new is dead'], begun([coordinator]), stateAsk([coordinator])),
    row(
      ['PREPARED', 'PreCommit of somebody dead'],
      [...prepared, noted('TerminationJoined', { dead: [coordinator] })],
      preCommit(coordinator),
    ),
    row(['TERMINATING', 'PreCommit of a peer'], begun([coordinator]), preCommit('order-service')),
    row(['TERMINATING', 'Commit'], begun([coordinator]), commit),
    row(['TERMINATING', 'StateIs, others are missing'], begun([coordinator]), stateIs('payment', 'PREPARED')),
    row(['TERMINATING', 'StateIs of another round'], begun([coordinator]), stateIs('payment', 'PREPARED', 1)),
    row(
      ['TERMINATING', 'StateIs, of before somebody else was found dead'],
      [...begun([coordinator]), noted('TerminationJoined', { dead: [coordinator, 'order-service'] })],
      stateIs('payment', 'PREPARED'),
    ),
    row(
      ['TERMINATING', 'StateIs again'],
      [...begun([coordinator]), heard('payment', 'PREPARED')],
      stateIs('payment', 'PREPARED'),
    ),
    row(
      ['TERMINATING', 'the last StateIs, somebody else comes first'],
      [...begun([coordinator]), heard('payment', 'PREPARED')],
      stateIs('order', 'PREPARED'),
    ),
    row(
      ['TERMINATING', 'the last StateIs, nobody knows that all have voted'],
      orderDead,
      stateIs('payment', 'PREPARED'),
    ),
    row(
      ['TERMINATING', 'the last StateIs, it knows itself that all have voted'],
      begun([coordinator, 'order-service'], precommitted),
      stateIs('payment', 'PREPARED'),
    ),
    row(
      ['TERMINATING', 'the last StateIs, all others know that all have voted'],
      orderDead,
      stateIs('payment', 'PRECOMMITTED'),
    ),
    row(['TERMINATING', 'Patience is over'], begun([coordinator]), due(2)),
    row(['TERMINATING', 'Patience is long over'], begun([coordinator]), due(2, 0)),
    row(['TERMINATING', 'Patience is over, and nobody answers'], orderDead, due(2)),
    row(['TERMINATING', 'Abort'], begun([coordinator]), abort),
    row(['TERMINATING', 'Prepare'], begun([coordinator]), told('Prepare', terms)),
    row(
      ['TERMINATING', 'StateAsk, somebody else is dead'],
      begun([coordinator]),
      stateAsk([coordinator, 'order-service']),
    ),
    row(['TERMINATING', 'DecideByHand'], begun([coordinator]), hand),
    row(['LEADING', 'Acked, the last'], leading, acked('payment')),
    row(['LEADING', 'Patience is over'], leading, due(3)),
    row(['LEADING', 'Patience is long over'], leading, due(3, 0)),
    row(['LEADING', 'Commit'], leading, commit),
    row(['LEADING', 'StateAsk'], leading, stateAsk([coordinator, 'order-service'])),
    row(['LEADING', 'PreCommit of a peer'], leading, preCommit('payment-service')),
    row(['LEADING', 'Abort'], leading, abort),
    row(['LEADING', 'Prepare'], leading, told('Prepare', terms)),
    row(['LEADING', 'DecideByHand'], leading, hand),
  ];
  rowTests({ file, heading: 'Termination' }, of, termination);
  restTests(
    of,
    [...table, ...termination],
    ['none · PreCommit', 'none · Commit', 'none · StateIs', 'none · Acked'],
  );

  const given = specification(combined({ role }));

  it('takes everybody for dead who has not answered', () => {
    given(begun([coordinator]))
      .when(due(2))
      .then([
        noted('TerminationBegun', { round: 3, dead: [coordinator, 'order-service', 'payment-service'] }),
        noted('AbortDecided', { dead: [coordinator, 'order-service', 'payment-service'] }),
        noted('Aborted', { reason: 'COORDINATOR_IS_SILENT' }),
        { stream: 'piece-o1', type: 'Released', data: { orderId: 'o1', reason: 'COORDINATOR_IS_SILENT' } },
        { stream: 'shelf-one', type: 'PieceReturned', data: { orderId: 'o1' } },
      ]);
  });

  it('tells by a peer’s word what the prices are, if it has not heard them itself', () => {
    const order = threePhaseCommit.participant(fakeSetting('order-service'), defaultTiming);
    const past = [
      shelfWith(3, 7),
      noted('Prepared', { wanted }),
      ...heldFor('o1'),
      noted('TerminationBegun', { round: 2, dead: [coordinator, 'inventory-service'] }),
    ];
    specification(combined({ order }))(past)
      .when(stateIs('payment', 'PRECOMMITTED'))
      .thenSends([
        { type: '3pc.Commit', to: 'inventory-service', data: terms },
        { type: '3pc.Commit', to: 'payment-service', data: terms },
        { type: '3pc.Done', to: coordinator },
      ]);
  });

  it('is asked as the order service while that waits, and soon asks, too', () => {
    const order = threePhaseCommit.participant(fakeSetting('order-service'), defaultTiming);
    const placed = [shelfWith(3, 7), noted('Prepared', { wanted }), ...heldFor('o1')];
    const { decision } = specification(combined({ order }))(placed).when(stateAsk([coordinator]));
    expect(decision.events).to.deep.equal([noted('TerminationJoined', { dead: [coordinator], round: 2 })]);
    const [, timer] = decision.messages;
    expect(timer).to.deep.include({ type: '3pc.Patience', to: 'order-service' });
    expect(timer?.notBefore).to.be.within(1_000_000, 1_000_000 + 2 * defaultTiming.repeatFirstMs);
    const { wants } = specification(combined({ order }))([...placed, ...decision.events]);
    expect([wants(due(1)), wants(due(2))]).to.deep.equal([false, true]);
  });

  it('loses patience by the timer that it has armed last, as long as nothing is decided', () => {
    for (const [past, first, second] of [
      [shelf, false, false],
      [prepared, true, false],
      [precommitted, true, false],
      [begun([coordinator]), false, true],
      [committed, false, false],
      [decided, true, false],
    ] as const) {
      const { wants } = given(past);
      expect([wants(due(1)), wants(due(2))]).to.deep.equal([first, second]);
    }
  });

  it('does not do what others have decided before it has voted', () => {
    expect(() => given(shelf).when(commit)).to.throw('has not voted');
  });
});

describe('Three-phase commit, the order service', () => {
  const stamp = { receivedAt: 1_000_000, random: 0.5 };

  it('is prepared by placing the order, and tells the coordinator of it', () => {
    const { events, messages } = threePhaseCommit.placed(wanted, stamp, defaultTiming);
    expect(events).to.deep.equal([noted('Prepared', { wanted })]);
    expect(messages.map(({ type }) => type)).to.deep.equal(['3pc.OrderPlaced', '3pc.Patience']);
  });

  describe('set to wait shorter than the coordinator waits for votes', () => {
    const hasty = { ...defaultTiming, askAfterMs: 100, giveUpAfterMs: 100 };

    it('takes nobody for dead before all votes could be in', () => {
      const { messages } = threePhaseCommit.placed(wanted, stamp, hasty);
      expect(messages.at(-1)?.notBefore).to.be.above(1_000_000 + hasty.voteByMs);
    });

    it('does not believe that it was away when its timer comes in time', () => {
      const order = threePhaseCommit.participant(fakeSetting('order-service'), hasty);
      const dead = ['saga-orchestrator'];
      const past = [
        shelfWith(3, 7),
        noted('Prepared', { wanted }),
        ...heldFor('o1'),
        noted('TerminationBegun', { round: 2, dead }),
      ];
      const due = told('Patience', { wanted, round: 2, due: 1_000_000 });
      const { decision } = specification(combined({ order }))(past).when(due);
      expect(decision.events.map(({ type }) => type)).to.include('AbortDecided');
    });
  });

  it('only asks for a cancellation', () => {
    expect(threePhaseCommit.cancelling(wanted)).to.deep.equal([
      { type: '3pc.RequestCancellation', data: wanted, to: 'saga-orchestrator', sagaId: 'o1' },
    ]);
  });
});
