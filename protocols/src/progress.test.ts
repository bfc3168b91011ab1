// How far an order is under a protocol, as it is shown, whatever the protocol calls that.
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import { expect } from 'chai';
import { coordinators, participants } from './mounted.ts';
import { holds, transactions } from './progress.ts';
import type { Progress } from './progress.ts';
import { terms, wanted } from './testing/order.ts';
import { defaultTiming } from './timing.ts';

const resource = {} as never;
const atPayment = holds(participants({ self: 'payment-service', resource, streamFolds: {} }, defaultTiming));
const atOrchestrator = transactions(coordinators(defaultTiming));

type Happened = readonly [type: string, data?: object];

const shown = (
  { apply }: { readonly apply: (before: never, event: DatedEvent) => Progress },
  protocol: string,
  ...happened: readonly Happened[]
): Progress | undefined =>
  happened.reduce<Progress | undefined>((before, [type, data = {}], n) => {
    const event = { stream: `${protocol}-o1`, type, data, version: n + 1, schemaVersion: 1, at: n * 1_000 };
    return apply(before as never, event);
  }, undefined);

const at = (n: number): string => new Date(n * 1_000).toISOString();
const prepared: Happened = ['Prepared', { wanted, terms }];
const byHand: Happened = ['DecidedByHand', { outcome: 'COMMITTED', by: 'eve', reason: 'the queue is lost' }];

describe('a hold, for reading', () => {
  it('is in doubt since it voted, however often it asks', () => {
    const asked: Happened = ['OutcomeAsked', { round: 1 }];
    const hold = shown(atPayment, '2pc', prepared, asked);
    expect(hold).to.deep.include({ status: 'IN_DOUBT', role: 'PREPARED', since: at(0), askedAt: at(1) });
    expect(hold?.about).to.deep.equal(terms);
  });

  it('says what a person has decided, and keeps the prices', () => {
    const hold = shown(atPayment, '2pc', prepared, byHand);
    expect(hold).to.deep.include({
      status: 'SETTLED',
      role: 'BY_HAND',
      byHand: { outcome: 'COMMIT', by: 'eve', reason: 'the queue is lost', at: at(1) },
    });
  });

  it('is damaged under any protocol where the outcome was not what a person had decided', () => {
    const damaged = [
      shown(atPayment, '2pc', prepared, byHand, [
        'HeuristicDamage',
        { decided: 'COMMITTED', truth: { outcome: 'ABORTED', reason: 'TIMED_OUT' } },
      ]),
      shown(
        atPayment,
        'tcc',
        ['Tried', { wanted, terms }],
        ['DecidedByHand', { outcome: 'COMMIT', by: 'eve', reason: 'r' }],
        ['HeuristicDamage', { decidedByHand: 'CONFIRMED', outcome: 'CANCELLED' }],
      ),
      shown(
        atPayment,
        'choreo',
        ['Taken', { terms }],
        ['DecidedByHand', { outcome: 'COMMIT', by: 'eve', reason: 'r' }],
        ['HeuristicDamage', { here: 'CONFIRMED', heard: 'OrderRejected' }],
      ),
    ];
    for (const hold of damaged)
      expect(hold, hold?.protocol).to.deep.include({
        status: 'DAMAGED',
        damage: { outcome: 'ABORT', at: at(2) },
      });
  });
});

describe('a transaction, for reading', () => {
  const begun: Happened = ['TransactionBegun', wanted];

  it('is open until it has ended', () => {
    expect(shown(atOrchestrator, '2pc', begun)).to.include({ status: 'OPEN', role: 'QUOTING' });
    const decided: Happened = ['AbortDecided', { wanted, reason: 'TIMED_OUT', tell: ['order-service'] }];
    const ended: Happened = ['TransactionEnded', { outcome: 'ABORTED' }];
    const transaction = shown(atOrchestrator, '2pc', begun, decided, ended);
    expect(transaction).to.include({ status: 'ENDED', role: 'ABORTED', reason: 'TIMED_OUT' });
  });

  it('is parked once people should look, and stays so until it has ended', () => {
    const parked: Happened = ['ParkedForPeople', { reason: 'HALF_CONFIRMED', by: 'payment-service' }];
    const counted: Happened = ['DoneCounted', { by: 'order-service' }];
    const transaction = shown(atOrchestrator, 'tcc', begun, ['ConfirmDecided', { terms }], parked, counted);
    expect(transaction).to.include({ status: 'PARKED', role: 'HALF_CONFIRMED' });
  });

  it('names the services that had decided otherwise by hand', () => {
    const decided: Happened = ['CommitDecided', { terms }];
    const counted = (by: string, damaged?: true): Happened => [
      'DoneCounted',
      { by, ...(damaged && { damaged }) },
    ];
    const transaction = shown(
      atOrchestrator,
      '2pc',
      begun,
      decided,
      counted('inventory-service', true),
      counted('order-service'),
    );
    expect(transaction?.damagedAt).to.deep.equal(['inventory-service']);
  });

  it('keeps who has given it up by hand, and why', () => {
    const decided: Happened = [
      'AbortDecided',
      { wanted, reason: 'ABORTED_BY_HAND', tell: [], by: 'eve', because: 'the shop is closed' },
    ];
    const transaction = shown(atOrchestrator, '3pc', begun, ['TermsFixed', terms], decided);
    expect(transaction?.byHand).to.include({ outcome: 'ABORT', by: 'eve', reason: 'the shop is closed' });
    expect(transaction?.about).to.deep.equal(terms);
  });
});
