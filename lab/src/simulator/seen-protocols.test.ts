import { expect } from 'chai';
import type { Commit } from '@saga-lab/platform/store/commit';
import { seenOfProtocols } from './seen-protocols.ts';

interface Made {
  readonly input: string;
  readonly event?: string;
  readonly version?: number;
  readonly data?: object;
  readonly sent?: string;
}

const commit = ({ input, event, version = 1, data = {}, sent }: Made): Commit =>
  ({
    _id: 'm1',
    at: 0,
    input: { type: input, data: {} },
    lamport: 1,
    correlationId: 'o1',
    causationId: 'm0',
    attempt: 'a',
    events: event === undefined ? [] : [{ stream: '2pc-o1', type: event, version, data, schemaVersion: 1 }],
    outbox: sent === undefined ? [] : [{ id: 'm2', type: sent, data: {}, schemaVersion: 1 }],
    sent: [],
  }) as unknown as Commit;

/** What was seen at least once. */
const seenIn = (protocols: readonly string[], ...made: readonly Made[]): readonly string[] => {
  const seen = seenOfProtocols(protocols);
  for (const one of made) seen.committed(commit(one));
  return Object.entries(seen.counts()).flatMap(([name, times]) => (times > 0 ? [name] : []));
};

describe('What must be seen now and then of protocols', () => {
  it('is counted of those that orders are placed under, and of no other', () => {
    const asked = { input: '2pc.AskAgain', event: 'OutcomeAsked' };
    expect(seenIn(['2pc', 'tcc'], asked)).to.deep.equal(['2pc: in doubt, and asked']);
    expect(seenIn(['tcc'], asked)).to.deep.equal([]);
    expect(seenIn([], asked)).to.deep.equal([]);
  });

  it('tells a decision by time-out from one that the customer wished for', () => {
    const aborted = (input: string) => seenIn(['2pc'], { input, event: 'AbortDecided' });
    expect(aborted('2pc.VoteBy')).to.deep.equal(['2pc: aborted by time-out']);
    expect(aborted('2pc.RequestCancellation')).to.deep.equal(['2pc: cancelled by the customer']);
    expect(aborted('2pc.VotedNo')).to.deep.equal([]);
  });

  it('sees a tombstone being written, where nothing was known before, and being used', () => {
    const before = { input: 'tcc.Cancel', event: 'Cancelled' };
    expect(seenIn(['tcc'], before)).to.deep.equal(['tcc: cancel before the try']);
    expect(seenIn(['tcc'], { ...before, version: 2 })).to.deep.equal([]);
    const used = { input: 'tcc.Try', sent: 'tcc.TryRefused' };
    expect(seenIn(['tcc'], used)).to.deep.equal(['tcc: try after its cancellation refused']);
    expect(seenIn(['tcc'], { ...used, event: 'TryRefused' })).to.deep.equal(['tcc: try refused']);
    const ignored = { input: 'choreo.StockReserved', event: 'MessageIgnored' };
    expect(seenIn(['choreo'], { ...ignored, data: { why: 'ORDER_ENDED_BEFORE' } })).to.have.length(1);
    expect(seenIn(['choreo'], { ...ignored, data: { why: 'DECIDED_BEFORE' } })).to.deep.equal([]);
  });
});
