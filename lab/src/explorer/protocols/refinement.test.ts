// Every step of the real roles, seen as an abstract model, is nothing to it or a few of its own steps.
import { expect } from 'chai';
import { protocolTwins } from '@saga-lab/protocols/twins';
import { explored } from '../explore.ts';
import { threePhaseCommit } from '../testing/three-phase-commit.ts';
import { transactionCommit } from '../testing/transaction-commit.ts';
import { twoPhaseCommit } from '../testing/two-phase-commit.ts';
import type { World } from '../world.ts';
import { asThreePhase, asTransactionCommit, asTwoPhase, withPlainStates } from './as-models.ts';
import { refinement } from './refinement.ts';
import type { Look } from './refinement.ts';
import { plantedIn } from './twins.ts';
import { largeWorlds, smallWorlds } from './worlds.ts';

/** Of a large world: enough to see each role lead the others. */
const MOST_STATES = 40_000;

const worldNamed = (name: string, twin?: string) => {
  const world =
    [...smallWorlds, ...largeWorlds].find((one) => one.name === name) ??
    expect.fail(`there is no world ${name}`);
  if (twin === undefined) return world.make();
  const planted = protocolTwins.find((one) => one.name === twin) ?? expect.fail(`there is no bug ${twin}`);
  return world.make(plantedIn(planted));
};

interface Seen<S> {
  readonly model: Pick<World<S>, 'key' | 'steps'>;
  readonly project: (look: Look) => S;
  /** All is as the model says in these worlds ... */
  readonly worlds: readonly string[];
  /** ... and something is not in these, where a bug is planted or the protocol promises no more. */
  readonly not: readonly (readonly [world: string, twin?: string])[];
}

const refines = <S>(what: string, { model, project, worlds, not }: Seen<S>): void => {
  describe(what, function () {
    this.timeout(60_000);
    const seen = (world: string, twin?: string) =>
      refinement(worldNamed(world, twin), model, { project, mostStates: MOST_STATES });

    for (const world of worlds)
      it(`does nothing in the world ${world} that the model does not do`, () => {
        const { pairs, deviation } = seen(world);
        expect(deviation).to.equal(undefined);
        expect(pairs).to.be.above(30);
      });

    for (const [world, twin] of not)
      it(`does what the model does not do in the world ${world}${twin === undefined ? '' : `, with: ${twin}`}`, () => {
        expect(seen(world, twin).deviation).not.to.equal(undefined);
      });
  });
};

refines('two-phase commit, seen as the classic model', {
  model: withPlainStates(twoPhaseCommit(3)),
  project: asTwoPhase('2pc', 'A'),
  worlds: ['2pc-late', '2pc-cancelled', '2pc-refused'],
  not: [
    ['2pc-late', '2pc: decision not durable'],
    ['2pc-late', '2pc: vote before it is durable'],
  ],
});

refines('TCC, seen as the classic model of two-phase commit', {
  model: withPlainStates(twoPhaseCommit(3)),
  project: asTwoPhase('tcc', 'A'),
  worlds: ['tcc-late', 'tcc-cancelled', 'tcc-refused'],
  not: [
    ['tcc-late', 'tcc: confirms before all hold'],
    ['tcc-cancelled', 'tcc: cancels what it confirms'],
    ['tcc-half'],
  ],
});

refines('choreography, seen as what any way to agree must do', {
  model: transactionCommit(3),
  project: asTransactionCommit('choreo', 'A'),
  worlds: ['choreo-late', 'choreo-most', 'choreo-lossy'],
  not: [
    ['choreo-late', 'choreo: approves after it gave up'],
    ['choreo-late', 'choreo: an event twice charges twice'],
  ],
});

refines('three-phase commit, seen as its model with a perfect detector', {
  model: threePhaseCommit(3),
  project: asThreePhase('A'),
  worlds: ['3pc-late', '3pc-dies'],
  not: [
    ['3pc-late', '3pc: commit without acknowledgements'],
    ['3pc-dies', '3pc: blind for the pre-committed'],
    ['3pc-dies', '3pc: late words of the dead'],
    ['3pc-cut'],
  ],
});

describe('The models themselves', () => {
  it('count as others have counted: TLC finds 34 states of transaction commit with three members', () => {
    const { states, counterexample } = explored(transactionCommit(3));
    expect({ states, counterexample }).to.deep.equal({ states: 34, counterexample: undefined });
  });

  it('agree, however many of three-phase commit die, and split without acknowledgements', () => {
    const { complete, counterexample } = explored(threePhaseCommit(3));
    expect({ complete, counterexample }).to.deep.equal({ complete: true, counterexample: undefined });
    const broken = explored(threePhaseCommit(3, { everybodyAcknowledges: false }));
    expect(broken.counterexample?.property).to.equal('consistency');
  });
});
