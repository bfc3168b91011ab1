// Every scenario that can do with a broker and databases that others use after it, on as few systems as can be.
import { catalogue, kinds } from './catalogue.ts';
import { demoOn, plays, stageOn } from './scenario-tests.ts';
import { hasOwnServers, isOwn, missingFor } from './venue.ts';

describe('On real processes, RabbitMQ and MongoDB', () => {
  const stage = stageOn('real');
  demoOn(stage);
  plays(
    catalogue.filter(({ needs }) => !isOwn(needs) || needs === 'a system of its own'),
    stage,
  );
});

for (const own of kinds.filter((kind) => !hasOwnServers(kind)))
  describe(`On ${own}`, () => {
    plays(
      catalogue.filter(({ needs }) => needs === own),
      stageOn('real', own),
    );
  });

describe('On the memory engine', () => {
  const stage = stageOn('memory');
  demoOn(stage);
  plays(
    catalogue.filter(({ needs }) => missingFor(needs, { engine: 'memory' }) === undefined),
    stage,
  );
});
