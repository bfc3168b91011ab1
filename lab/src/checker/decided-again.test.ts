import { expect } from 'chai';
import { commitOf, completed, event, factsOf } from '../testing/made-up-facts.ts';
import type { DecidedAgain } from './facts.ts';
import { judge } from './judge.ts';

const commit = commitOf('PutAccount', [event('account-ada', 1, 'AccountOpened', { opening: 5 })], {
  outbox: [{ id: 'm1', type: 'Told', data: {}, notBefore: 7 }],
});
const same: DecidedAgain = {
  service: 'payment-service',
  commit,
  on: ['account-ada@0'],
  decided: { events: commit.events, outbox: commit.outbox },
};

const judged = (...decidedAgain: readonly DecidedAgain[]) =>
  judge({ ...factsOf(completed()), decidedAgain }).find(({ invariant }) => invariant === 'I-20');

const bytes = (value: unknown) => JSON.stringify(value).length;

const { sent: _sent, ...unmarked } = commit;

describe('I-20, decisions made again', () => {
  it('holds when every commit is the same again, and says what it takes to keep that', () => {
    const { state, sentence } = judged(same, same) ?? expect.fail();
    expect(state).to.equal('holds');
    expect(sentence).to.equal(
      `Every decision can be made again: 2 commits, each with the same events, messages and timers; what it was decided on takes ${bytes({ input: commit.input })} of ${bytes(unmarked)} bytes a commit.`,
    );
    expect(judged()?.sentence).to.include('0 commits').and.to.include('0 of 0 bytes');
  });

  it('does not mind a field that is only not left out', () => {
    const [timer = expect.fail()] = commit.outbox;
    const decided = { events: commit.events, outbox: [{ ...timer, sagaId: undefined }] };
    expect(judged({ ...same, decided })?.state).to.equal('holds');
  });

  it('turns red when an event, a message or a timer differs, and names the first field', () => {
    const [opened = expect.fail()] = commit.events;
    const [timer = expect.fail()] = commit.outbox;
    const { events, outbox } = commit;
    const findings = [
      { events: [{ ...opened, data: { opening: 6 } }], outbox },
      { events, outbox: [{ ...timer, type: 'Shouted' }] },
      { events, outbox: [{ ...timer, notBefore: 8 }] },
      { events: [], outbox },
      { events, outbox: [...outbox, timer] },
    ].flatMap((decided) => judged({ ...same, decided })?.findings ?? []);
    const what = 'PutAccount at payment-service (http:PutAccount), decided again on account-ada@0';
    expect(findings).to.deep.equal([
      `${what}: events[0].data.opening is 6, and the commit has 5.`,
      `${what}: outbox[0].type is "Shouted", and the commit has "Told".`,
      `${what}: outbox[0].notBefore is 8, and the commit has 7.`,
      `${what}: events[0] is nothing, and the commit has ${JSON.stringify(opened)}.`,
      `${what}: outbox[1] is ${JSON.stringify(timer)}, and the commit has nothing.`,
    ]);
  });

  it('turns red when it cannot be decided again at all', () => {
    const { decided: _decided, ...rest } = same;
    expect(judged({ ...rest, error: 'a bug' })?.findings).to.deep.equal([
      'PutAccount at payment-service (http:PutAccount), decided again on account-ada@0: a bug.',
    ]);
  });
});
