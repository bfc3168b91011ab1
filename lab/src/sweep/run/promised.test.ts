import { commitOf } from '@saga-lab/platform/store/fixtures';
import type { ServiceName } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import { historyAmong } from '../../checker/history.ts';
import { promisedWhileAway } from './promised.ts';

const [c, o, i, p] = ['saga-orchestrator', 'order-service', 'inventory-service', 'payment-service'] as const;

/** Each a commit of `service` with an event of the type, because of an earlier one. */
type Told = readonly (readonly [ServiceName, type: string, because?: number])[];

const promised = (protocol: string, victim: ServiceName, told: Told) => {
  const history = historyAmong(
    told.map(([service, type, because], n) => ({
      service,
      commit: commitOf(`m${n}`, {
        correlationId: 'o1',
        causationId: because === undefined ? 'http:1' : `m${because}`,
        lamport: n + 1,
        events: [{ stream: `${protocol}-o1`, version: 1, type, schemaVersion: 1, data: {} }],
      }),
    })),
  );
  return promisedWhileAway({ protocol, victim, orderId: 'o1', history });
};

const placed: Told = [[o, 'OrderPlaced']];
const voted: Told = [...placed, [i, 'Prepared', 0], [p, 'Prepared', 0]];

describe('What is promised while somebody is away', () => {
  it('is under two-phase commit that all wait once they have voted, and nobody has heard the decision', () => {
    expect(promised('2pc', c, voted)).to.deep.equal({ outcomes: ['blocked'], afterReturn: 'either' });
    expect(promised('2pc', c, [...voted, [c, 'CommitDecided', 2]])).to.deep.equal({
      outcomes: ['blocked'],
      afterReturn: 'approved',
    });
  });

  it('is before the votes, and once one has heard the decision, that they wait or end it as it must end', () => {
    expect(promised('2pc', c, placed).outcomes).to.deep.equal(['rejected', 'blocked']);
    const heard: Told = [...voted, [c, 'CommitDecided', 2], [i, 'Committed', 3]];
    expect(promised('2pc', c, heard).outcomes).to.deep.equal(['approved', 'blocked']);
  });

  it('is under three-phase commit that nobody waits', () => {
    expect(promised('3pc', c, voted).outcomes).to.deep.equal(['rejected']);
    expect(promised('3pc', c, placed).outcomes).to.deep.equal(['rejected']);
    const told: Told = [...voted, [c, 'PreCommitDecided', 2], [i, 'PreCommitted', 3]];
    expect(promised('3pc', c, told).outcomes).to.deep.equal(['approved']);
  });

  it('is that a participant is not waited for: its yes counts if it was heard', () => {
    expect(promised('2pc', p, placed)).to.deep.equal({ outcomes: ['rejected'], afterReturn: 'rejected' });
    expect(promised('2pc', p, voted).outcomes).to.deep.equal(['rejected']);
    expect(promised('2pc', p, [...voted, [c, 'VoteCounted', 2]]).outcomes).to.deep.equal(['approved']);
  });

  it('is nothing of an order that nobody else has heard of: it begins with the return', () => {
    expect(promised('2pc', o, placed)).to.deep.equal({ outcomes: ['rejected'], afterReturn: 'either' });
  });

  it('is under choreography that nobody misses the watcher, and that all wait for the order service', () => {
    const taken: Told = [
      [o, 'OrderPlaced'],
      [i, 'Taken', 0],
      [p, 'Taken', 1],
    ];
    expect(promised('choreo', c, placed).outcomes).to.deep.equal(['approved']);
    expect(promised('choreo', o, taken).outcomes).to.deep.equal(['rejected', 'blocked']);
    expect(promised('choreo', o, [...taken, [o, 'Approved', 2], [i, 'Confirmed', 3]]).outcomes).to.deep.equal(
      ['approved'],
    );
  });
});
