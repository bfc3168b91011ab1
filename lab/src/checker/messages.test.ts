import { expect } from 'chai';
import { deadLetter } from '../testing/made-up.ts';
import type { Made } from '../testing/made-up-facts.ts';
import {
  commitOf,
  completed,
  event,
  findingsOf,
  judged,
  violatedBy,
  withCommits,
} from '../testing/made-up-facts.ts';

const without = (made: Made, type: string): Made =>
  withCommits(made, 'order-service', (commits) => commits.filter((commit) => commit.input.type !== type));

/** Ids of the messages of a type that somebody sent. */
const idsOfSent = ({ commits }: Made, type: string): readonly string[] =>
  Object.values(commits)
    .flat()
    .flatMap(({ outbox }) => outbox.filter((entry) => entry.type === type).map(({ id }) => id));

describe('I-9, messages, turns red', () => {
  it('when a message was never confirmed, and did not arrive', () => {
    const made = withCommits(without(completed(), 'ApproveOrder'), 'saga-orchestrator', (commits) =>
      commits.map((commit) => ({ ...commit, sent: [] })),
    );
    expect(findingsOf(made, 'I-9')).to.deep.equal(['ApproveOrder of saga o1 was never confirmed.']);
  });

  it('when a message was confirmed, and did not arrive; unless the scenario itself lost it', () => {
    const made = without(completed(), 'ApproveOrder');
    expect(findingsOf(made, 'I-9')).to.deep.equal([
      'ApproveOrder of saga o1 was confirmed, and did not arrive.',
    ]);
    const wiped = { ...made, tampering: { ...made.tampering, losses: ['the broker was wiped'] } };
    const verdict = judged(wiped).find(({ invariant }) => invariant === 'I-9');
    expect(verdict?.findings).to.deep.equal([]);
    expect(verdict?.sentence).to.include('each arrived but 1 (the broker was wiped)');
  });

  it('but not when it was taken away on purpose, that very message and no other', () => {
    const made = without(completed(), 'ApproveOrder');
    const [id] = idsOfSent(made, 'ApproveOrder');
    const taken = (lostMessages: readonly string[]) => ({
      ...made,
      tampering: { ...made.tampering, lostMessages },
    });
    expect(findingsOf(taken(['another']), 'I-9')).to.have.length(1);
    const verdict = judged(taken([id ?? ''])).find(({ invariant }) => invariant === 'I-9');
    expect(verdict?.state).to.equal('holds');
    expect(verdict?.sentence).to.include('each arrived but 1 that were taken away');
  });

  it('but not when an order announced itself again, of which a saga that runs takes no notice', () => {
    const again = { id: 'a2', type: 'OrderPlaced', data: {}, sagaId: 'o1' };
    const made = withCommits(completed(), 'order-service', (commits) => [
      ...commits,
      commitOf('AnnounceAgain', [], { correlationId: 'o1', outbox: [again], sent: [0] }),
    ]);
    expect(violatedBy(made)).to.deep.equal([]);
  });

  it('when there is a dead letter that nobody announced', () => {
    const made = { ...completed(), deadLetters: [deadLetter] };
    expect(violatedBy(made)).to.deep.equal(['I-9']);
    expect(findingsOf(made, 'I-9')).to.deep.equal(['dead letter m1: unknown type Nonsense']);
  });

  it('when a dead letter that was announced has not come, or came twice', () => {
    const announced = { forged: [], losses: [], deadLetters: ['unknown type'] };
    const made = { ...completed(), tampering: announced };
    expect(findingsOf({ ...made, deadLetters: [deadLetter] }, 'I-9')).to.deep.equal([]);
    expect(findingsOf(made, 'I-9')).to.deep.equal(['there should be a dead letter because of unknown type.']);
    expect(violatedBy({ ...made, deadLetters: [deadLetter, deadLetter] })).to.deep.equal(['I-9']);
  });
});

describe('I-10, causes, turns red', () => {
  const fromNowhere = commitOf('ApproveOrder', [event('order-x', 1, 'OrderApproved', {})], {
    _id: 'nobody-sent-this',
    correlationId: 'o1',
  });
  const made = withCommits(completed(), 'order-service', (commits) => [...commits, fromNowhere]);

  it('when something happened that nobody asked for', () => {
    expect(findingsOf(made, 'I-10')).to.deep.equal([
      'ApproveOrder at order-service (nobody-sent-this) came from nowhere.',
    ]);
  });

  it('but not when the scenario itself put the message in', () => {
    const tampering = { ...made.tampering, forged: ['nobody-sent-this'] };
    expect(violatedBy({ ...made, tampering })).not.to.include('I-10');
  });
});
