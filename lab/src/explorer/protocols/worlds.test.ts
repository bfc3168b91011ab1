// The real roles of the protocols in every order of messages, with every mishap that the budgets of a small world allow.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { protocolTwins } from '@saga-lab/protocols/twins';
import { explored } from '../explore.ts';
import { boundedWorlds, MOST_STATES } from './bounded-worlds.ts';
import { slowBugs } from './testing/slow-bugs.ts';
import { caughtTwin } from './twins.ts';
import { largeWorlds, smallWorlds } from './worlds.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/explorer.md'), 'utf8');

/** Cells of the row of a world, as the page tells it. */
const rowOf = (world: string): readonly string[] => {
  const row = page.split('\n').find((line) => line.startsWith(`| \`${world}\``));
  return (row ?? expect.fail(`docs/explorer.md does not tell of ${world}`))
    .split('|')
    .map((cell) => cell.trim().replaceAll(',', ''));
};

const worldNamed = (name: string) =>
  [...smallWorlds, ...largeWorlds].find((world) => world.name === name) ??
  expect.fail(`there is no world ${name}`);

describe('protocols, explored', function () {
  this.timeout(60_000);

  for (const { name, about, finds, make } of smallWorlds)
    if (finds)
      it(`${name} (${about}): what is known to go wrong is found`, () => {
        const { counterexample } = explored(make());
        expect(counterexample?.property).to.equal(finds.property);
        expect(counterexample?.finding).to.match(finds.finding);
        expect(rowOf(name).slice(3, 4)).to.deep.equal([String(counterexample?.steps.length)]);
      });
    else
      it(`${name} (${about}): all holds in every state, and the end can be reached from each, also with fewer orders of steps`, () => {
        const all = explored(make());
        const few = explored(make(), { reduce: true });
        for (const { complete, counterexample } of [all, few])
          expect({ complete, counterexample }).to.deep.equal({ complete: true, counterexample: undefined });
        expect(few.states).to.be.at.most(all.states);
        const figures = [all.states, all.transitions, all.depth].map(String);
        expect(rowOf(name).slice(3, 6), 'docs/explorer.md says so').to.deep.equal(figures);
      });

  for (const { name, about, make } of boundedWorlds)
    it(`${name} (${about}): all holds as far as it is looked at`, () => {
      const { isEnd: _isEnd, ...world } = make();
      const { states, counterexample } = explored(world, { mostStates: MOST_STATES });
      expect(counterexample).to.equal(undefined);
      expect(states).to.be.above(MOST_STATES / 2);
    });

  it('have worlds with names of their own', () => {
    const names = [...smallWorlds, ...boundedWorlds, ...largeWorlds].map(({ name }) => name);
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

describe('three-phase commit, explored', function () {
  this.timeout(60_000);

  it('ends without whoever dies, as long as nobody is taken for dead who is alive', () => {
    const { complete, counterexample } = explored(worldNamed('3pc-dies').make(), { reduce: true });
    expect({ complete, counterexample }).to.deep.equal({ complete: true, counterexample: undefined });
  });

  it('splits if the network is cut, although nobody dies', () => {
    const { counterexample } = explored(worldNamed('3pc-cut').make());
    expect(counterexample?.finding).to.equal(
      'Of A, saga-orchestrator has committed, and inventory-service has aborted.',
    );
    expect(counterexample?.steps.slice(-8)).to.deep.equal([
      'the network splits: saga-orchestrator and order-service | inventory-service and payment-service',
      'saga-orchestrator receives 3pc.AckBy of A and sends 3pc.Commit, 3pc.Commit, 3pc.Commit',
      'inventory-service receives 3pc.Patience of A and sends 3pc.AskOutcome, 3pc.StateAsk, 3pc.StateAsk',
      'payment-service receives 3pc.StateAsk of A and sends 3pc.StateIs',
      'inventory-service receives 3pc.StateIs of A and notes StateHeard',
      'inventory-service receives 3pc.Patience of A and sends 3pc.AskOutcome, 3pc.StateAsk',
      'payment-service receives 3pc.StateAsk of A and sends 3pc.StateIs',
      'inventory-service receives 3pc.StateIs of A and sends 3pc.Abort, 3pc.Abort, 3pc.Done',
    ]);
  });

  it('splits if somebody is taken for dead who is alive, although nothing is cut', () => {
    const { counterexample } = explored(worldNamed('3pc-suspected').make());
    expect(counterexample?.finding).to.equal(
      'Of A, saga-orchestrator has committed, and order-service has aborted.',
    );
    expect(counterexample?.steps).to.have.length(14);
    expect(counterexample?.steps.slice(8, 10)).to.deep.equal([
      'saga-orchestrator receives 3pc.AckBy of A and sends 3pc.Commit, 3pc.Commit, 3pc.Commit',
      'order-service receives 3pc.Patience of A and sends 3pc.AskOutcome, 3pc.StateAsk, 3pc.StateAsk',
    ]);
  });
});

const quick = protocolTwins.filter(({ name }) => !slowBugs.includes(name));

describe('bugs that are planted in roles of protocols, explored', function () {
  this.timeout(60_000);

  for (const twin of quick)
    it(`finds the shortest way to what goes wrong with: ${twin.name}`, () => {
      const found = caughtTwin(twin) ?? expect.fail('no world shows it');
      expect(twin.breaks).to.include(found.counterexample.property);
      expect(found.steps).to.have.length.within(4, 20);
    });
});
