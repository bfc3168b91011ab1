// Everything that may be done to the system, each kind with the sentence that tells of it.
import type { Injection } from './simulation.ts';

/** `who`: a process, or what is concerned; `doing`: what it is at, as in `committing ReserveStock (3f2a)`. */
type Sentence = (who: string, doing: string) => string;

const sentences = {
  delay: (who, doing) => `${who} is slow, ${doing}`,
  'kill before': (who, doing) => `${who} is killed before ${doing}`,
  'kill after': (who, doing) => `${who} is killed after ${doing}`,
  kill: (who) => `${who} is killed`,
  'kill of all': (who) => `${who} is killed, as are all others`,
  restart: (who) => `${who} is told to stop, and starts again`,
  pause: (who, doing) => `${who} stands still ${doing}`,
  'clock skew': (who, doing) => `the clock of ${who} is ${doing}`,
  'requests cut': (who, doing) => `nothing that ${who} says reaches ${doing}`,
  'answers cut': (who, doing) => `nothing reaches ${who} from ${doing}`,
  'write lost': (who, doing) => `the database never hears of ${who} ${doing}`,
  'write unanswered': (who, doing) => `${who} hears nothing of ${doing}, which is done`,
  'write late': (who, doing) => `${who} hears nothing of ${doing}, which is done later`,
  'write in part': (who, doing) => `${who} hears nothing of ${doing}, of which a part is done`,
  'call failed': (who, doing) => `${who} fails in ${doing}`,
  'call unanswered': (who, doing) => `${who} hears nothing of ${doing}, which is done all the same`,
  'feed ended': (who) => `the feed of ${who} ends`,
  'feed lost': (who) => `the feed of ${who} has lost its position`,
  'message lost': (who, doing) => `the broker never hears of ${who} ${doing}`,
  'confirm lost': (who, doing) => `${who} hears no confirm, ${doing}`,
  'message doubled': (who, doing) => `the broker gets it twice, ${who} ${doing}`,
  'message late': (who, doing) => `the broker gets it later, ${who} ${doing}`,
  'message refused': (who, doing) => `the broker refuses it, ${who} ${doing}`,
  'ack lost': (who, doing) => `the ack of ${who} is lost, ${doing}`,
  'given up': (who, doing) => `the broker gives up a message for ${who}, ${doing}`,
  vanished: (who, doing) => `the broker loses a message for ${who}, ${doing}`,
  'channel lost': (who) => `the channel of ${who} breaks`,
  'broker restart': () => 'the broker restarts',
  alarm: () => 'the broker takes no messages: an alarm of its memory',
  'binding removed': (who) => `the binding of ${who} is removed`,
  'queue full': (who) => `${who} is full`,
  poison: (who, doing) => `a message ${doing} comes into ${who}`,
  'old message': (who, doing) => `the broker brings ${doing} to ${who} once more`,
  'request lost': (who, doing) => `the request of ${who} is lost, ${doing}`,
  'response lost': (who, doing) => `the response to ${who} is lost, ${doing}`,
} as const satisfies Record<string, Sentence>;

export type FaultKind = keyof typeof sentences;

export const faultKinds = Object.keys(sentences) as readonly FaultKind[];

/** A number for each kind. */
export const ofEveryKind = (numberOf: (kind: FaultKind) => number): Record<FaultKind, number> =>
  Object.fromEntries(faultKinds.map((kind) => [kind, numberOf(kind)])) as Record<FaultKind, number>;

/** Of what is concerned. */
export interface Circumstances {
  readonly who: string;
  /** As in `committing ReserveStock (3f2a)`. */
  readonly doing?: string;
  /** Whose process it is. */
  readonly service?: string | undefined;
  /** Id of the message. */
  readonly message?: string | undefined;
}

const signs: Partial<Record<FaultKind, Injection['sign']>> = {
  kill: 'crash',
  'kill of all': 'crash',
  'kill before': 'crash',
  'kill after': 'crash',
  'message doubled': 'duplicate',
  'old message': 'duplicate',
  'message late': 'late',
  'message lost': 'dropped',
  'given up': 'dropped',
  vanished: 'dropped',
};

export const injectionOf = (
  kind: FaultKind,
  { who, doing = '', service, message }: Circumstances,
): Omit<Injection, 'at'> => {
  const sign = signs[kind];
  return {
    what: sentences[kind](who, doing),
    ...(service !== undefined && { service }),
    ...(message !== undefined && { message }),
    ...(sign !== undefined && { sign }),
  };
};
