// Two of everything, and one of them stands still for longer than what it has claimed is left to it.
import { scenario } from '../stage/define.ts';
import { crowdThrough, seesOpenSagas } from '../stage/crowd.ts';

const ZOMBIE = 'saga-orchestrator#2';
const crowd = { clients: 5, ordersEach: 20 };

export default scenario({
  chapter: 'services',
  position: 4,
  covers: ['F-11', 'F-65', 'R-07', 'R-20', 'R-44'],
  sentence:
    'One of two orchestrators freezes in the middle of 100 sagas: the other finishes them, and what the first does when it wakes changes nothing.',
  needs: { instances: 2, stepDeadlineMs: 3_000 },
  play: async (story) => {
    const fault = async () => {
      await story.freezes(ZOMBIE);
      await seesOpenSagas(story, { during: `${ZOMBIE} stands still` });
    };
    try {
      await crowdThrough(story, { ...crowd, fault });
    } finally {
      await story.thaws(ZOMBIE); // with all its unanswered deliveries, commits and claims
    }
    story.does('another crowd comes, for both');
    await crowdThrough(story, { ...crowd, fault: () => Promise.resolve() });
  },
});
