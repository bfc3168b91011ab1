// Why a message was sent, back to the first cause, and what came of it.
import type { Beat } from './beat.ts';
import type { OrderHistory, Sent } from './order-history.ts';
import { isTimer, sentIn } from './order-history.ts';
import { beatsOf } from './order-story.ts';
import type { Story } from './order-story.ts';
import type { Recorded } from '../checker/history.ts';
import { instantText, listText, sentence, serviceText } from './words.ts';

/** One message of a chain of causes. */
export interface Link {
  readonly id: string;
  readonly type: string;
}

/** @returns nothing if the history knows no such message. */
export const messageStory = (history: OrderHistory, id: string): Story | undefined => {
  const sent = sentIn(history.commits).find(({ entry }) => entry.id === id);
  const taken = history.commits.find(({ commit }) => commit._id === id);
  if (!sent && !taken) return undefined;
  const beats = beatsOf(history);
  const outcome = beats.filter((beat) => beat.message === id);
  const causes = causesOf(history, sent?.by ?? taken);
  const firstCause = beats.find(({ role, message }) => role === 'cause' || message === causes.at(-1)?.id);
  const before = sent ? sentTexts(sent, { beats, causes, firstCause }) : [requestText(id, taken)];
  const after = taken ? takenTexts(taken, outcome) : untakenTexts(sent, history);
  return {
    about: { kind: 'message', id },
    firstCause,
    lastDecision: outcome.at(-1),
    beats: outcome,
    sentences: [...before, ...after].map(sentence),
  };
};

/** From the decision that sent it back to a message that no commit here has sent. */
const causesOf = ({ commits }: OrderHistory, by: Recorded | undefined): readonly Link[] => {
  const sent = sentIn(commits);
  const links: Link[] = [];
  for (let at = by; at;) {
    const { _id: id, input } = at.commit;
    links.push({ id, type: input.type });
    at = sent.find(({ entry }) => entry.id === id)?.by;
  }
  return links;
};

interface Background {
  readonly beats: readonly Beat[];
  readonly causes: readonly Link[];
  readonly firstCause: Beat | undefined;
}

const sentTexts = (sent: Sent, { beats, causes, firstCause }: Background): readonly string[] => {
  const { entry, by } = sent;
  return [
    `${entry.type} is ${kindText(sent)}${againText(sent)}, written down at ${instantText(by.commit.at)}`,
    ...decisionText(sent, beats),
    chainText(causes),
    ...(firstCause ? [`at the beginning ${firstCause.text}`] : []),
  ];
};

const kindText = ({ entry, by }: Sent): string => {
  const from = serviceText(by.service);
  const about = entry.step ?? 'nothing';
  if (isTimer(entry)) return `a timer of ${from} to itself, for ${instantText(entry.notBefore ?? 0)}`;
  if (entry.to === undefined)
    return entry.answer === undefined
      ? `an event of ${from}`
      : `an event of ${from}, its answer about ${about}`;
  const what = entry.operation === 'compensation' ? 'undo' : 'do';
  return `a command of ${from} to ${serviceText(entry.to)}, to ${what} ${about}`;
};

const againText = ({ entry: { attempt = 1, to } }: Sent): string =>
  attempt > 1 && to !== undefined ? `, sent for the ${attempt}. time` : '';

const requestText = (id: string, taken: Recorded | undefined): string =>
  `${taken?.commit.input.type ?? 'it'} is ${id.startsWith('http:') ? 'a request that came by HTTP' : 'a message that no service here says to have sent'}`;

const decisionText = ({ by }: Sent, beats: readonly Beat[]): readonly string[] => {
  const why = beats.filter((beat) => beat.message === by.commit._id && beat.service === by.service);
  return why.length === 0
    ? []
    : [`it was sent with this decision: ${why.map(({ text }) => text).join('; ')}`];
};

const SHOWN = 4;

const chainText = (causes: readonly Link[]): string => {
  const types = causes.map(({ type }) => type);
  const isLong = types.length > 2 * SHOWN;
  const first = isLong ? types.slice(0, SHOWN) : types;
  const chain = first.join(', that of ');
  const rest = isLong
    ? `, that after ${types.length - 2 * SHOWN} more messages of ${types.slice(-SHOWN).join(', that of ')}`
    : '';
  return `it came of ${chain}${rest}`;
};

const takenTexts = ({ commit, service }: Recorded, outcome: readonly Beat[]): readonly string[] => {
  const when = `${serviceText(service)} took it in at ${instantText(commit.at)}`;
  const types = commit.outbox.filter((entry) => !isTimer(entry)).map(({ type }) => type);
  const sends = types.length === 0 ? 'and sent nothing on' : `and sent ${listText(types)}`;
  if (outcome.length > 0) return [`${when} ${sends}`, ...outcome.slice(0, 4).map(({ text }) => text)];
  return [
    `${when} ${sends}`,
    commit.events.length === 0
      ? 'it changed nothing there'
      : `it wrote down ${listText(commit.events.map(({ type }) => type))}`,
  ];
};

const untakenTexts = (message: Sent | undefined, { letters }: OrderHistory): readonly string[] => {
  if (!message) return [];
  const { entry, by, isConfirmed } = message;
  if (isTimer(entry))
    return [
      isConfirmed ? 'nobody needed it any more when it was due, so it was dropped' : 'it has not fired yet',
    ];
  const letter = letters.find(({ messageId }) => messageId === entry.id);
  if (letter)
    return [`${serviceText(letter.service)} could not handle it (${letter.reason}): it is a dead letter`];
  return [
    isConfirmed
      ? 'the broker has it, and nobody has written down yet that it was taken in'
      : `the broker has not confirmed it yet: it waits in the outbox of ${serviceText(by.service)}`,
  ];
};
