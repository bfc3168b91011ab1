// A service runs out of memory, dies of it, and is started again.
import { scenario } from '../stage/define.ts';
import { crowdThrough, seesOpenSagas } from '../stage/crowd.ts';
import { withoutDeadLetter } from '../stage/dead-letters.ts';

const SERVICE = 'inventory-service';

export default scenario({
  chapter: 'services',
  position: 5,
  covers: ['F-14'],
  sentence: `${SERVICE} runs out of memory while orders keep coming, dies of it, and is started again: every saga ends, nothing is lost.`,
  needs: { heapMib: 160 },
  play: (story) => {
    const fault = async () => {
      await story.exhausts(SERVICE);
      await seesOpenSagas(story, { during: `${SERVICE} starts again` });
    };
    const crowd = { clients: 4, ordersEach: 10, paceMs: 200, fault };
    return withoutDeadLetter(story, () => crowdThrough(story, crowd));
  },
});
