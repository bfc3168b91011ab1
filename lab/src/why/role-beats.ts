// What the roles of another protocol than the saga decided about an order, as sentences: who asked, who promised, who decided, who had a hand in it.
import { parseStream } from '@saga-lab/platform/decider/streams';
import { protocols } from '@saga-lab/protocols/index';
import type { Recorded } from '../checker/history.ts';
import type { Beat } from './beat.ts';
import { effectsText } from './effects.ts';
import type { Known } from './order-history.ts';
import { isTimer } from './order-history.ts';
import { knowledgeOf } from './participant-beats.ts';
import { telling } from './role-words.ts';
import type { Spoken } from './role-words.ts';
import { listText, serviceText, timesText } from './words.ts';

/** The protocol by which the order is decided, if it is not the saga. */
export const protocolOf = (commits: readonly Recorded[]): string | undefined =>
  commits
    .flatMap(({ commit }) => commit.events)
    .map(({ stream }) => parseStream(stream).category)
    .find((category) => protocols.some(({ name }) => name === category));

/** @param commits about this one order, each behind what caused it. */
export const roleBeats = (commits: readonly Recorded[], known: Known, protocol: string): readonly Beat[] => {
  const began = commits[0]?.commit.at ?? 0;
  const beats = commits.flatMap((recorded) => {
    const { commit, service } = recorded;
    const place = { at: commit.at, lamport: commit.lamport, service, message: commit._id };
    return commit.events
      .filter(({ stream }) => parseStream(stream).category === protocol)
      .flatMap(({ type, data }) => {
        const told = telling[type]?.(spokenIn(recorded, data as Spoken['data'], { known, began }));
        return told ? [{ ...place, ...told }] : [];
      });
  });
  return asidesOnce(beats);
};

interface Background {
  readonly known: Known;
  readonly began: number;
}

const spokenIn = (recorded: Recorded, data: Spoken['data'], { known, began }: Background): Spoken => ({
  recorded,
  data,
  who: serviceText(recorded.service),
  did: effectsText(recorded.commit.events),
  sent: sentText(recorded),
  knew: knowledgeOf(recorded, known),
  sinceMs: recorded.commit.at - began,
});

const sentText = ({ commit }: Recorded): string => {
  const to = new Map<string, string[]>();
  for (const entry of commit.outbox.filter((one) => !isTimer(one)))
    to.set(entry.type, [
      ...(to.get(entry.type) ?? []),
      ...(entry.to === undefined ? [] : [serviceText(entry.to)]),
    ]);
  const texts = [...to].map(([type, names]) =>
    names.length === 0 ? `published ${type}` : `sent ${type} to ${listText(names)}`,
  );
  return texts.length === 0 ? 'told nobody' : listText(texts);
};

/** What comes again and again is told once, where it comes first, with how often in all. */
const asidesOnce = (beats: readonly Beat[]): readonly Beat[] =>
  beats.flatMap((beat, n) => {
    if (beat.role !== 'aside') return [beat];
    const same = beats.filter(({ role, text }) => role === 'aside' && text === beat.text);
    if (beats.findIndex(({ text }) => text === beat.text) !== n) return [];
    return [same.length === 1 ? beat : { ...beat, text: `${beat.text}, ${timesText(same.length)}` }];
  });
