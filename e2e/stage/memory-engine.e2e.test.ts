// Every scenario that the memory engine can serve.
import { loadCatalogue } from './catalogue.ts';
import { canPlayInMemory } from './needs.ts';
import { testDemo, testScenarios, testSystem, testWhatIsLeft } from './scenario-tests.ts';

const small = (await loadCatalogue()).filter(({ needs }) => canPlayInMemory(needs));

describe('On the memory engine', () => {
  const stage = testSystem('memory');
  testDemo(stage);
  testScenarios(small, stage);
  testWhatIsLeft(stage);
});
