// The real roles of the protocols in every order of messages, with every mishap that the budgets of a small world allow.
import { expect } from 'chai';
import type { ProtocolTwin } from '@saga-lab/protocols/twin';
import { explored } from '../explore.ts';
import { twoPhaseCommit } from '../testing/two-phase-commit.ts';
import { asTwoPhase, refinement, withPlainStates } from './refinement.ts';
import { caughtTwin, plantedIn, protocolTwins } from './twins.ts';
import { largeWorlds, smallWorlds } from './worlds.ts';

const twinNamed = (name: string): ProtocolTwin =>
  protocolTwins.find((twin) => twin.name === name) ?? expect.fail(`there is no bug ${name}`);

const worldNamed = (name: string) =>
  smallWorlds.find((world) => world.name === name) ?? expect.fail(`there is no world ${name}`);

describe('protocols, explored', function () {
  this.timeout(60_000);

  for (const { name, about, finds, make } of smallWorlds)
    if (finds)
      it(`${name} (${about}): what is known to go wrong is found`, () => {
        const { counterexample } = explored(make());
        expect(counterexample?.property).to.equal(finds.property);
        expect(counterexample?.finding).to.match(finds.finding);
      });
    else
      it(`${name} (${about}): all holds in every state, and the end can be reached from each, also with fewer orders of steps`, () => {
        const all = explored(make());
        const few = explored(make(), { reduce: true });
        for (const { complete, counterexample } of [all, few])
          expect({ complete, counterexample }).to.deep.equal({ complete: true, counterexample: undefined });
        expect(few.states).to.be.at.most(all.states);
      });

  it('have worlds with names of their own', () => {
    const names = [...smallWorlds, ...largeWorlds].map(({ name }) => name);
    expect(new Set(names)).to.have.property('size', names.length);
  });

  it('tells how two-phase commit blocks', () => {
    expect(explored(worldNamed('2pc-blocked').make()).counterexample?.steps).to.deep.equal([
      'order-service is asked for PlaceOrder of A and sends 2pc.OrderPlaced',
      'saga-orchestrator receives 2pc.OrderPlaced of A and sends 2pc.Quote',
      'inventory-service receives 2pc.Quote of A and sends 2pc.Quoted',
      'saga-orchestrator receives 2pc.Quoted of A and sends 2pc.Prepare, 2pc.Prepare',
      'saga-orchestrator dies for good',
    ]);
  });
});

/** Those that a small world shows; the others take a larger one, and the command. */
const quick = protocolTwins.filter(({ name }) => name.startsWith('2pc') || name === '3pc: time-outs only');

describe('bugs that are planted in roles of protocols, explored', function () {
  this.timeout(60_000);

  for (const twin of quick)
    it(`finds the shortest way to what goes wrong with: ${twin.name}`, () => {
      const found = caughtTwin(twin) ?? expect.fail('no world shows it');
      expect(twin.breaks).to.include(found.counterexample.property);
      expect(found.steps).to.have.length.within(4, 14);
    });
});

describe('two-phase commit, seen as the classic model', function () {
  this.timeout(60_000);
  const model = withPlainStates(twoPhaseCommit(3));
  const seen = (name: string, twin?: ProtocolTwin) =>
    refinement(worldNamed(name).make(twin && plantedIn(twin)), model, asTwoPhase('A'));

  for (const name of ['2pc-late', '2pc-cancelled', '2pc-refused'])
    it(`does nothing in the world ${name} that the model does not do`, () => {
      const { pairs, deviation } = seen(name);
      expect(deviation).to.equal(undefined);
      expect(pairs).to.be.above(10);
    });

  for (const name of ['2pc: decision not durable', '2pc: vote before it is durable'])
    it(`does what the model does not do with: ${name}`, () => {
      expect(seen('2pc-late', twinNamed(name)).deviation).not.to.equal(undefined);
    });
});
