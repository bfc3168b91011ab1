// Every scenario that the usual system can serve, one after the other.
import { loadCatalogue } from './catalogue.ts';
import { kindOf } from './needs.ts';
import { testDemo, testScenarios, testSystem, testWhatIsLeft } from './scenario-tests.ts';

const usual = (await loadCatalogue()).filter(({ needs }) => kindOf(needs) === 'usual');

describe('On real processes, RabbitMQ and MongoDB', () => {
  const stage = testSystem('real');
  testDemo(stage);
  testScenarios(usual, stage);
  testWhatIsLeft(stage);
});
