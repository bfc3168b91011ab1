// Every scenario that can do with a broker and databases that others use after it, on as few systems as can be.
import { loadCatalogue } from './catalogue.ts';
import { byNeeds, inWords, setUpAsUsual } from './needs.ts';
import { demoOn, plays, stageOn } from './scenario-tests.ts';
import { missingFor } from './venue.ts';

const catalogue = await loadCatalogue();

describe('On real processes, RabbitMQ and MongoDB', () => {
  const stage = stageOn('real');
  demoOn(stage);
  plays(
    catalogue.filter(({ needs }) => setUpAsUsual(needs)),
    stage,
  );
});

for (const { needs, scenarios } of byNeeds(
  catalogue.filter(({ needs }) => !setUpAsUsual(needs) && !needs.ownServers),
))
  describe(`On ${inWords(needs)}`, () => {
    plays(scenarios, stageOn('real', needs));
  });

describe('On the memory engine', () => {
  const stage = stageOn('memory');
  demoOn(stage);
  plays(
    catalogue.filter(({ needs }) => missingFor(needs, { engine: 'memory' }) === undefined),
    stage,
  );
});
