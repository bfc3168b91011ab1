// Every scenario that can do with a broker and databases that others use after it, on as few systems as can be.
import { loadCatalogue } from './catalogue.ts';
import { byNeeds, inWords, setUpAsUsual } from './needs.ts';
import { testDemo, testScenarios, testSystem, testWhatIsLeft } from './scenario-tests.ts';
import { missingFor } from './scenario-system.ts';

const catalogue = await loadCatalogue();

describe('On real processes, RabbitMQ and MongoDB', () => {
  const stage = testSystem('real');
  testDemo(stage);
  testScenarios(
    catalogue.filter(({ needs }) => setUpAsUsual(needs)),
    stage,
  );
  testWhatIsLeft(stage);
});

for (const { needs, scenarios } of byNeeds(
  catalogue.filter(({ needs }) => !setUpAsUsual(needs) && !needs.ownServers),
))
  describe(`On ${inWords(needs)}`, () => {
    const stage = testSystem('real', needs);
    testScenarios(scenarios, stage);
    testWhatIsLeft(stage);
  });

describe('On the memory engine', () => {
  const stage = testSystem('memory');
  testDemo(stage);
  testScenarios(
    catalogue.filter(({ needs }) => missingFor(needs, { engine: 'memory' }) === undefined),
    stage,
  );
  testWhatIsLeft(stage);
});
