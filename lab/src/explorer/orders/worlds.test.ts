// The real deciders of all four services in every order of deliveries, with every mishap that the budgets of a small world allow.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { endsAreFinal, undoneInReverse } from '../../checker/course.ts';
import type { Facts } from '../../checker/facts.ts';
import { historyOf } from '../../checker/history.ts';
import type { Verdict } from '../../checker/verdict.ts';
import type { PlantedBug } from '../../twins/planted.ts';
import { atMostOneEffect, noEffectAfterCompensation } from '../../checker/once.ts';
import type { Exploration } from '../explore.ts';
import { explored } from '../explore.ts';
import type { Happening } from '../system/roles.ts';
import type { SystemWorld } from '../system/system-world.ts';
import { caught } from './caught.ts';
import type { Caught } from './caught.ts';
import { commitsOf } from './commits.ts';
import { deciderTwins, plantedIn } from './twins.ts';
import { largeWorlds, smallWorlds } from './worlds.ts';

interface Visit extends Exploration {
  readonly last: readonly string[];
}

const visited = (world: SystemWorld, reduce: boolean): Visit => {
  const last: string[] = [];
  const exploration = explored(world, { reduce, onLast: (state) => last.push(state) });
  return { ...exploration, last: last.sort() };
};

/** The same with each step shown as it is made. */
const watched = (world: SystemWorld, watch: (happening: Happening) => void): SystemWorld => ({
  ...world,
  steps: (state) => {
    const steps = world.steps(state);
    for (const { happening } of steps) if (happening) watch(happening);
    return steps;
  },
});

const page = readFileSync(join(import.meta.dirname, '../../../../docs/explorer.md'), 'utf8');

/** States, transitions and depth of a world as the page tells them. */
const figuresOf = (world: string): readonly number[] => {
  const cells =
    page
      .split('\n')
      .find((line) => line.startsWith(`| \`${world}\``))
      ?.split('|') ?? [];
  return cells.slice(3, 6).map((cell) => Number(cell.replaceAll(',', '')));
};

describe('the order saga, explored', function () {
  this.timeout(120_000);
  const things = new Set<string>();
  const watch = ({ events, sent }: Happening): void => {
    for (const { type } of events) things.add(type);
    for (const { answer } of sent) if (answer !== undefined) things.add(answer);
  };

  for (const { name, about, make } of smallWorlds)
    it(`${name} (${about}): all holds in every state, and the end can be reached from each, also with fewer orders of steps`, () => {
      const world = watched(make(), watch);
      const all = visited(world, false);
      const { states, transitions, depth } = all;
      expect(figuresOf(name), 'docs/explorer.md says so').to.deep.equal([states, transitions, depth]);
      expect(all.counterexample).to.equal(undefined);
      expect(all.complete).to.equal(true);
      expect(all.last).not.to.be.empty;
      const few = visited(world, true);
      expect({ complete: few.complete, last: few.last }).to.deep.equal({ complete: true, last: all.last });
      expect(few.states).to.be.at.most(all.states);
    });

  it('meets on its ways both ends of a saga, every refusal, and every answer of the barrier', () => {
    expect([...things]).to.include.members([
      ...['SagaCompleted', 'SagaCompensated', 'SagaParked', 'StepTimedOut', 'ReplyIgnored', 'AbortIgnored'],
      ...['AbortRequested', 'RetryRequested'],
      ...['StockInsufficient', 'PaymentDeclined', 'OrderApprovalRefused', 'OrderAnnouncedAgain'],
      ...['APPLIED', 'DUPLICATE', 'EMPTY', 'HANGING_REJECTED'],
    ]);
  });

  it('has a name of its own for every world', () => {
    const names = [...smallWorlds, ...largeWorlds].map(({ name }) => name);
    expect(new Set(names)).to.have.property('size', names.length);
  });
});

/** As the checker judges what a way leaves behind, as far as it needs nothing but histories. */
const judges: Readonly<Record<string, (facts: Facts) => Verdict>> = {
  'I-5': atMostOneEffect,
  'I-6': noEffectAfterCompensation,
  'I-11': undoneInReverse,
  'I-12': endsAreFinal,
};

/** The checker looks at sagas that have ended: what one does wrong on its way, it sees only then. */
const checkerAgrees = ({ counterexample: { property, finding }, steps }: Caught): boolean => {
  const judge = judges[property];
  if (!judge || finding.includes('although its pivot')) return true;
  const history = historyOf(commitsOf(steps.map(({ happening }) => happening)));
  return judge({ orders: [{ id: 'A' }], history } as unknown as Facts).state === 'violated';
};

const found = (twin: PlantedBug): Caught => caught(twin) ?? expect.fail('no small world shows it');

describe('bugs that are planted in deciders, explored', function () {
  this.timeout(120_000);

  for (const twin of deciderTwins)
    it(`finds the shortest way to what goes wrong with: ${twin.name}`, () => {
      const one = found(twin);
      expect(twin.breaks).to.include(one.counterexample.property);
      expect(one.steps).to.have.length.within(2, 12);
      expect(checkerAgrees(one), 'the checker sees it in the history, too').to.equal(true);
      const reduced = explored(one.world.make(plantedIn(twin)), { reduce: true });
      expect(reduced.counterexample, 'found with fewer orders of steps as well').not.to.equal(undefined);
    });

  it('are those of the barrier, of the saga, of timers and of money', () => {
    expect(deciderTwins.map(({ name }) => name)).to.include.members([
      'action without barrier',
      'compensation without barrier',
      'refund not idempotent',
      'last compensation skipped',
      'a deadline that also fires after the pivot',
      'any reply counts',
      'no tombstone',
    ]);
  });

  it('tells the way of an action that hangs', () => {
    const twin = deciderTwins.find(({ name }) => name === 'no tombstone');
    expect(found(twin ?? expect.fail('there is no such bug')).counterexample).to.deep.include({
      property: 'I-6',
      finding: 'ReserveStock of saga A took effect after ReleaseStock.',
      steps: [
        'order-service is asked for PlaceOrder of A and sends OrderPlaced',
        'saga-orchestrator receives OrderPlaced of A and sends ReserveStock',
        'saga-orchestrator receives SagaTimer of A and sends ReleaseStock',
        'inventory-service receives ReleaseStock of A and sends StockReleased (EMPTY)',
        'inventory-service receives ReserveStock of A and sends StockReserved',
      ],
    });
  });
});
