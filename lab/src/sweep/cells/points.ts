// The points at which a process is killed: between two things that are durable, or while one of them is made so.

/** How a message comes to be handled by a service, or that the service sends it. */
export type Way = 'delivery' | 'request' | 'timer' | 'sent';

interface PointDefinition {
  /** As a heading of the grid. */
  readonly short: string;
  /** Behind "killed". */
  readonly says: string;
  /** Rows of the table of failures. */
  readonly fault: string;
  /** The messages that pass this point. */
  readonly ways: readonly Way[];
}

const handled: readonly Way[] = ['delivery', 'request', 'timer'];

/** In the order in which a message passes them. */
export const points = {
  'before-commit': {
    short: 'commit',
    says: 'when the message was decided and nothing of it was written',
    fault: 'F-01',
    ways: handled,
  },
  'during-commit': {
    short: 'during',
    says: 'while the commit was on its way to the database',
    fault: 'F-02',
    ways: handled,
  },
  'before-ack': {
    short: 'ack',
    says: 'when the commit was there and the delivery not acked',
    fault: 'F-03',
    ways: ['delivery'],
  },
  'before-answer': {
    short: 'answer',
    says: 'when the commit was there and the client not answered',
    fault: 'F-07',
    ways: ['request'],
  },
  'before-publish': {
    short: 'publish',
    says: 'when the commit was there and its message not published',
    fault: 'F-04',
    ways: ['sent'],
  },
  'before-confirm': {
    short: 'confirm',
    says: 'when the message was published and not confirmed',
    fault: 'F-05',
    ways: ['sent'],
  },
  'before-mark': {
    short: 'mark',
    says: 'when a message was confirmed, or a timer done, and not marked so',
    fault: 'F-06',
    ways: ['sent', 'timer'],
  },
  'before-position': {
    short: 'feed',
    says: 'when the read model was written and the position of its feed not',
    fault: 'R-33',
    ways: handled,
  },
} as const satisfies Readonly<Record<string, PointDefinition>>;

export type Point = keyof typeof points;

export const pointNames = Object.keys(points) as readonly Point[];

export const definitionOf = (point: Point): PointDefinition => points[point];
