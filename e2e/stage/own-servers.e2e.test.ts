// Every scenario in which broker or databases are killed, frozen or operated: on servers of its own.
import { catalogue, kinds } from './catalogue.ts';
import { plays, stageOn } from './scenario-tests.ts';
import { hasOwnServers } from './venue.ts';

for (const own of kinds.filter(hasOwnServers))
  describe(`On ${own}, with servers of its own`, () => {
    plays(
      catalogue.filter(({ needs }) => needs === own),
      stageOn('real', own),
    );
  });
