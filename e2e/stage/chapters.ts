// The chapters of the catalogue, in the order in which a newcomer should read them.

/** Key, as a scenario's file names its chapter, and title, as it is shown. */
export const chapters = {
  orders: 'What becomes of an order',
  'going-back': 'Going back to what was before',
  'at-once': 'Many orders at the same moment',
  requests: 'Bad requests and bad clients',
  messages: 'Bad messages, and messages that come more than once',
  replies: 'Commands and replies that are late, lost or from the wrong sender',
  services: 'Services that die, stand still or restart',
  servers: 'Broker and databases that fail or are changed',
  load: 'More load than the system accepts',
  network: 'Network links that fail',
  clocks: 'Clocks that disagree',
} as const;

export type Chapter = keyof typeof chapters;

export const chapterNames = Object.keys(chapters) as readonly Chapter[];

export const isChapter = (name: unknown): name is Chapter => chapterNames.some((each) => each === name);
