import { expect } from 'chai';
import type { Commit } from '@saga-lab/platform/store/commit';
import { completed, findingsOf, judged, violatedBy, withCommits } from '../testing/made-up-facts.ts';
import type { Made } from '../testing/made-up-facts.ts';

/** The completed saga with other stamps on the last commit of its order, `ApproveOrder`. */
const approvedAt = (change: (commit: Commit) => Partial<Commit>): Made =>
  withCommits(completed(), 'order-service', (commits) =>
    commits.map((commit) =>
      commit.input.type === 'ApproveOrder' ? { ...commit, ...change(commit) } : commit,
    ),
  );

describe('I-21, time', () => {
  it('runs forward along every stream, and from every message to what it caused', () => {
    const verdict = judged(completed()).find(({ invariant }) => invariant === 'I-21');
    expect(verdict).to.deep.equal({
      invariant: 'I-21',
      state: 'holds',
      sentence:
        'Time runs forward: along 6 streams, and Lamport values also from 9 messages to what each caused.',
      findings: [],
    });
  });

  it('may stand still', () => {
    expect(violatedBy(approvedAt(() => ({ at: 0 })))).to.deep.equal([]);
  });

  it('turns red when a commit of a stream is of an earlier instant than the one before', () => {
    const made = approvedAt(() => ({ at: -3_500 }));
    expect(violatedBy(made)).to.deep.equal(['I-21']);
    expect(findingsOf(made, 'I-21')).to.deep.equal([
      'stream order-o1, version 2 (OrderApproved) is 3500 ms before version 1.',
    ]);
  });

  it('turns red when a Lamport value does not grow along a stream', () => {
    const [first] = completed().commits['order-service'];
    const lamport = first?.lamport ?? expect.fail();
    expect(
      findingsOf(
        approvedAt(() => ({ lamport })),
        'I-21',
      ),
    ).to.include(
      `stream order-o1, version 2 (OrderApproved) has Lamport value ${lamport}, and version 1 has ${lamport}.`,
    );
  });

  it('turns red when a Lamport value does not grow from a message to what it caused', () => {
    const made = approvedAt(({ lamport }) => ({ lamport: lamport - 1 }));
    const id = made.commits['order-service'].at(-1)?._id ?? '';
    expect(findingsOf(made, 'I-21')).to.deep.equal([
      `ApproveOrder at order-service (${id}) has Lamport value 6, and saga-orchestrator sent it at 6.`,
    ]);
    expect(violatedBy({ ...made, tampering: { ...made.tampering, forged: [id] } })).not.to.include('I-21');
  });
});
