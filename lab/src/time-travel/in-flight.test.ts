// What was under way at a moment of one order, and of many orders in a simulated system with faults.
import { expect } from 'chai';
import { changedHistory, historyOf } from '../checker/history.ts';
import { simulate } from '../simulator/simulate.ts';
import { sagaHistory } from '../testing/made-up.ts';
import { byLamport, cutAt } from './cut.ts';
import { flawsIn } from './consistency.ts';
import { armedTimers, messagesInFlight } from './in-flight.ts';
import { simulatedRebuilding } from '../simulator/read-simulation.ts';

const { commits } = sagaHistory('o1')
  .client(0, 'PlaceOrder')
  .saga(1, 'OrderPlaced', ['ReserveStock'])
  .answers(2, 'ReserveStock', 'StockReserved');
const whole = historyOf(commits);
const inFlightAt = (lamport: number) =>
  messagesInFlight(cutAt(whole, { lamport })).map(
    ({ entry, from, to, handledBy }) => `${from} ${entry.type} ${to} ${handledBy?.lamport ?? 'never'}`,
  );

describe('Messages in flight at a moment', () => {
  it('were sent, and not yet handled', () => {
    expect(inFlightAt(0)).to.deep.equal([]);
    expect(inFlightAt(1)).to.deep.equal(['order-service OrderPlaced saga-orchestrator 2']);
    expect(inFlightAt(2)).to.deep.equal(['saga-orchestrator ReserveStock inventory-service 3']);
    expect(inFlightAt(3)).to.deep.equal(['inventory-service StockReserved saga-orchestrator never']);
  });
});

describe('Moments of a simulated system', function () {
  this.timeout(60_000);

  it('are consistent: nothing lacks its cause, and what is missing is in flight', async () => {
    let underway = 0;
    for (let seed = 1; seed <= 8; seed += 1) {
      const { facts } = await simulate({ seed });
      const all = byLamport(facts.history).map(({ commit }) => commit);
      for (const part of [0.1, 0.4, 0.6, 0.9]) {
        const commit = all[Math.floor(all.length * part)];
        for (const moment of [{ lamport: commit?.lamport ?? 0 }, { time: commit?.at ?? 0 }]) {
          const cut = cutAt(facts.history, moment);
          underway += messagesInFlight(cut).length + armedTimers(cut).length;
          const flaws = flawsIn(cut, { forged: facts.tampering.forged, rebuilding: simulatedRebuilding });
          expect(flaws, `seed ${seed} at ${JSON.stringify(moment)}`).to.deep.equal([]);
        }
      }
    }
    expect(underway).to.be.above(50);
  });

  it('are found out where one is not: an effect without its cause', async () => {
    const { facts } = await simulate({ seed: 1 });
    const cut = cutAt(facts.history, { lamport: 20 });
    const reserved = byLamport(cut.history).find(({ commit }) => commit.input.type === 'ReserveStock');
    const torn = changedHistory(cut.history, ({ commit }) =>
      commit === reserved?.commit ? undefined : commit,
    );
    expect(flawsIn({ ...cut, history: torn }, { rebuilding: simulatedRebuilding })).not.to.deep.equal([]);
  });

  it('have the timers of open sagas, and no others', async () => {
    const { facts } = await simulate({ seed: 9, choices: new Map() });
    const all = byLamport(facts.history);
    const typesAt = (lamport: number) =>
      armedTimers(cutAt(facts.history, { lamport })).map(({ entry }) => entry.type);
    const reserving = all.find(({ commit }) => commit.input.type === 'ReserveStock');
    expect(typesAt(reserving?.commit.lamport ?? 0)).to.include('SagaTimer');
    expect(typesAt(all.at(-1)?.commit.lamport ?? 0)).to.deep.equal([]);
  });
});
