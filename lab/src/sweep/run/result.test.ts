import { expect } from 'chai';
import type { Verdict } from '../../checker/verdict.ts';
import { cellsNamed } from '../cells/choice.ts';
import { gridNamed } from '../cells/grids.ts';
import { saga } from '../cells/saga.ts';
import type { Death } from '../plan.ts';
import { sentenceOf, stateOf } from './result.ts';
import type { Without } from './result.ts';

const [cell] = cellsNamed(saga.cells, 'payment-service/before-ack/ChargePayment/redelivery');
const death = (parts: Partial<Death> = {}): Death => ({
  cell: 'c',
  point: 'before-ack',
  type: 'ChargePayment',
  messageId: 'm1',
  pid: 1,
  at: '2026-01-01T00:00:00.000Z',
  ...parts,
});
const verdict = (state: Verdict['state']): Verdict => ({
  invariant: 'I-9',
  state,
  sentence: 'Each arrived.',
  findings: state === 'holds' ? [] : ['one is lost.'],
});
const state = (
  deaths: readonly Death[],
  verdicts: readonly Verdict[] = [verdict('holds')],
  trouble?: string,
) => {
  if (!cell) throw new Error('there is no such cell');
  const seen = { deaths, verdicts, trouble };
  return { state: stateOf(cell, seen), sentence: sentenceOf(cell, stateOf(cell, seen), seen) };
};
const twice = [death(), death({ pid: 2 })];

describe('What became of a cell', () => {
  it('is green only if all holds and each death is proved', () => {
    expect(state(twice).state).to.equal('green');
  });

  it('is "not reached" where the process died otherwise than it should', () => {
    const wrong: readonly (readonly Death[])[] = [
      [],
      [death()],
      [...twice, death({ pid: 3 })],
      [death(), death()],
      [death(), death({ pid: 2, messageId: 'm2' })],
      [death({ point: 'before-commit' }), death({ pid: 2 })],
    ];
    for (const deaths of wrong) expect(state(deaths).state).to.equal('not reached');
    expect(state(twice, [verdict('holds')], 'no answer').state).to.equal('not reached');
    expect(state([death()], [verdict('holds')], 'no answer').sentence).to.match(
      /it was killed 1 of 2 times: no answer$/,
    );
  });

  it('is blocked where others waited as promised, and red where they were not to', () => {
    const [away] = cellsNamed(gridNamed('2pc').cells, 'saga-orchestrator/before-publish/2pc.Commit/away');
    if (!away) throw new Error('there is no such cell');
    const died = [death({ point: 'before-publish' })];
    const of = (without: Without) => {
      const seen = { deaths: died, verdicts: [verdict('holds')], without };
      return [stateOf(away, seen), sentenceOf(away, stateOf(away, seen), seen)];
    };
    const waited = { isBlocked: true, seen: 'They waited.' };
    expect(of(waited)[0]).to.equal('blocked');
    expect(of(waited)[1]).to.match(/not there again for a while\): They waited\. Started again, /);
    expect(of({ isBlocked: false, seen: 'It ended.' })[0]).to.equal('green');
    const broken = of({ ...waited, broken: 'That is not promised.' });
    expect(broken[0]).to.equal('red');
    expect(broken[1]).to.match(/: They waited\. That is not promised\.$/);
  });

  it('is red for a violation, and for what cannot be said, wherever it died', () => {
    expect(state(twice, [verdict('violated')]).state).to.equal('red');
    expect(state([], [verdict('open')]).state).to.equal('red');
    expect(state([], [verdict('violated')]).sentence).to.match(/: I-9 Each arrived\. one is lost\.$/);
  });
});
