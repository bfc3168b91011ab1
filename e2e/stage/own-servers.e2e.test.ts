// Every scenario in which broker or databases are killed, frozen or operated: on servers of its own.
import { loadCatalogue } from './catalogue.ts';
import { byNeeds, inWords } from './needs.ts';
import { testScenarios, testSystem, testWhatIsLeft } from './scenario-tests.ts';

const own = (await loadCatalogue()).filter(({ needs }) => needs.ownServers);

for (const { needs, scenarios } of byNeeds(own))
  describe(`On ${inWords(needs)}`, () => {
    const stage = testSystem('real', needs);
    testScenarios(scenarios, stage);
    testWhatIsLeft(stage);
  });
