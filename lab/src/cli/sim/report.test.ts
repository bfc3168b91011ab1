import { expect } from 'chai';
import { reportPage } from '../../report/report.ts';
import { redIn } from '../../simulator/red.ts';
import { simulate } from '../../simulator/simulate.ts';
import { expectGoodPage } from '../../testing/page-rules.ts';
import { reportOfRun } from './report.ts';

describe('The report of a simulated run', () => {
  it('says what is simulated, what was counted, and, where it is red, what is wrong first', async () => {
    const simulation = await simulate({ seed: 7 });
    const green = reportOfRun({
      simulation,
      reds: [],
      command: 'npm run sim',
      at: '2026-01-01T00:00:00.000Z',
    });
    expect(green.outcome).to.equal(undefined);
    expect(green.simulated).to.have.length(1);
    expect(green.durableAt?.size).to.be.above(10);
    const [first] = green.figures;
    expect(first?.rows).to.deep.equal(Object.entries(simulation.outcomes).filter(([, sagas]) => sagas > 0));

    const error = 'the store is on fire';
    const reds = redIn({ error, verdicts: [] });
    const red = reportOfRun({ ...green, simulation: { ...simulation, error }, reds, twin: 'no inbox' });
    expect(red.outcome).to.deep.equal({ state: 'violated', sentence: `error: ${error}` });
    expect(red.title).to.equal('Simulation of seed 7, with the bug no inbox');
    expect(red.simulated).to.have.length(2);
    expectGoodPage(reportPage(red, [], []));
  });
});
