// Bugs of what a decider may look at, and of what is kept of that: a decision that cannot be made again cannot be explained.
import type { Commit } from '@saga-lab/platform/store/commit';
import { inDecider, inStore } from './planted.ts';
import type { PlantedBug } from './planted.ts';

export const chanceInDecider: PlantedBug = {
  name: 'chance in a decider',
  mechanism: 'the stamp: chance is drawn by the runtime, and kept with the decision',
  rules: ['R-36'],
  consequence: 'A decision comes out otherwise when it is made again, and nobody can say why it was made.',
  breaks: ['I-20'],
  change: inDecider(({ decide }, { ids }) => ({
    decide: (states, message) => decide(states, { ...message, random: ids.random() }),
  })),
};

export const clockInDecider: PlantedBug = {
  name: 'a clock in a decider',
  mechanism: 'the stamp: the instant is taken by the runtime, and kept with the decision',
  rules: ['R-36', 'R-46'],
  consequence:
    'A deadline depends on the clock of the process that decided, and comes out otherwise when it is decided again.',
  breaks: ['I-20'],
  change: inDecider(({ decide }, { clock }) => ({
    decide: (states, message) => decide(states, { ...message, receivedAt: clock.now() }),
  })),
};

const without = (field: 'reads' | 'settings') =>
  inStore((store) => ({
    insertOrdered: (commits) => store.insertOrdered(commits.map((commit) => lacking(commit, field))),
  }));

const lacking = (commit: Commit, field: 'reads' | 'settings'): Commit =>
  Object.fromEntries(Object.entries(commit).filter(([name]) => name !== field)) as unknown as Commit;

export const readsForgotten: PlantedBug = {
  name: 'a commit that forgets what it read',
  mechanism: 'the versions of the streams that a decision read and did not write',
  rules: ['R-28'],
  consequence: 'Nobody can say on which balance an order was declined: the decision cannot be made again.',
  breaks: ['I-20'],
  change: without('reads'),
};

export const settingsForgotten: PlantedBug = {
  name: 'a commit that forgets its settings',
  mechanism: 'the settings that a decider was made with, kept with each decision',
  rules: ['R-36'],
  consequence:
    'A deadline comes out otherwise when it is decided again: nobody knows any more how long it was to be.',
  breaks: ['I-20'],
  change: without('settings'),
};

export const decidedAgain = [chanceInDecider, clockInDecider, readsForgotten, settingsForgotten];
