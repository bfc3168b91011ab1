// Why an order is as it is, told in three to ten sentences: from the first cause to the last decision.
import type { Beat } from './beat.ts';
import { folded } from './folding.ts';
import type { Forgotten, Letter, OrderHistory } from './order-history.ts';
import { sentIn } from './order-history.ts';
import { participantBeat } from './participant-beats.ts';
import { inOrderOfTime } from './in-order-of-time.ts';
import { protocolOf, roleBeats } from './role-beats.ts';
import { isOfOrchestrator, sagaBeats } from './saga-beats.ts';
import { doubtTexts, standingsOf } from './standing.ts';
import type { Standing } from './standing.ts';
import { isOver, waitingFor } from './waiting.ts';
import type { Waiting } from './waiting.ts';
import { instantText, sentence, serviceText } from './words.ts';

export interface Story {
  readonly about: { readonly kind: 'order' | 'message' | 'sku' | 'customer'; readonly id: string };
  /** What stands at the beginning of all that is told. */
  readonly firstCause: Beat | undefined;
  readonly lastDecision: Beat | undefined;
  /** Everything that is told, before it is folded into few sentences. */
  readonly beats: readonly Beat[];
  /** Left out where nothing is waited for, and of an order that no saga decides about. */
  readonly waiting?: Waiting;
  /** Of such an order: by which protocol, and how far it is at each service. */
  readonly under?: { readonly protocol: string; readonly standings: readonly Standing[] };
  /** Of an order that was forgotten: then there are no beats. */
  readonly forgotten?: Forgotten;
  /** Three to ten. */
  readonly sentences: readonly string[];
}

/** @param history with at least one commit. */
export const orderStory = (history: OrderHistory): Story => {
  const protocol = protocolOf(history.commits);
  if (protocol !== undefined) return storyUnder(history, protocol);
  const waiting = waitingFor(history);
  return { ...told(history, lastSentences(history, waiting)), ...(waiting && { waiting }) };
};

const storyUnder = (history: OrderHistory, protocol: string): Story => {
  const standings = standingsOf(history, protocol);
  return { ...told(history, doubtTexts(standings, history, protocol)), under: { protocol, standings } };
};

const told = (history: OrderHistory, last: readonly string[]): Story => {
  const beats = beatsOf(history);
  return {
    about: { kind: 'order', id: history.id },
    firstCause: beats[0],
    lastDecision: beats.findLast(({ role }) => role !== 'aside') ?? beats.at(-1),
    beats,
    sentences: [...folded(beats, last.length), ...last].map(sentence),
  };
};

const lastSentences = ({ commits }: OrderHistory, waiting: Waiting | undefined): readonly string[] => {
  if (waiting) return waiting.sentences;
  return isOver(commits) ? [] : ['nothing else is known of it, and no saga was ever asked for'];
};

export const beatsOf = ({ commits, letters, known }: OrderHistory): readonly Beat[] => {
  const began = commits[0]?.commit.at ?? 0;
  const protocol = protocolOf(commits);
  const ofParticipants = commits.flatMap((recorded) => participantBeat(recorded, known) ?? []);
  const decided =
    protocol === undefined
      ? sagaBeats(commits.filter(isOfOrchestrator), began)
      : roleBeats(commits, known, protocol);
  const beats = [...ofParticipants, ...decided, ...letters.map((letter) => letterBeat(letter, commits))];
  return protocol === undefined ? beats.sort((a, b) => a.lamport - b.lamport) : inOrderOfTime(beats, commits);
};

/** It stands where its message was sent. */
const letterBeat = (letter: Letter, commits: OrderHistory['commits']): Beat => {
  const sent = sentIn(commits).find(({ entry }) => entry.id === letter.messageId);
  const replayed = letter.replays?.at(-1);
  const then = replayed
    ? `, until operator ${replayed.by} had it handled again at ${instantText(replayed.at)}`
    : ', where it still lies';
  return {
    role: 'turn',
    at: letter.at,
    lamport: (sent?.by.commit.lamport ?? 0) + 0.5,
    service: letter.service,
    message: letter.messageId ?? letter._id,
    text: `${sent?.entry.type ?? 'a message'} could not be handled by ${serviceText(letter.service)} (${letter.reason}) and was put aside as a dead letter${then}`,
  };
};
