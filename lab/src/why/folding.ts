// Many things into few sentences: what belongs together shares one, and what changed nothing gives way first.
import type { Beat, Role } from './beat.ts';

export const MOST_SENTENCES = 10;

interface Told {
  readonly role: Role;
  readonly text: string;
}

/** @param others sentences that come behind these. Nothing is folded that fits. */
export const folded = (beats: readonly Beat[], others: number): readonly string[] => {
  const room = MOST_SENTENCES - others;
  let told: readonly Told[] = beats;
  for (const role of ['undone', 'step', 'aside'] as const)
    if (told.length > room) told = neighboursJoined(told, role);
  if (told.length > room) told = asidesCounted(told);
  if (told.length > room) told = neighboursJoined(told, 'turn');
  return shortened(
    told.map(({ text }) => text),
    room,
  );
};

const neighboursJoined = (told: readonly Told[], role: Role): readonly Told[] => {
  const joined: Told[] = [];
  for (const one of told) {
    const last = joined.at(-1);
    if (one.role === role && last?.role === role)
      joined[joined.length - 1] = { role, text: `${last.text}; then ${one.text}` };
    else joined.push(one);
  }
  return joined;
};

const asidesCounted = (told: readonly Told[]): readonly Told[] => {
  const asides = told.filter(({ role }) => role === 'aside').length;
  if (asides < 2) return told;
  const others = told.filter(({ role }) => role !== 'aside');
  return [...others, { role: 'aside', text: `${asides} more things are written down that changed nothing` }];
};

/** The beginning and the end say most. */
const shortened = (texts: readonly string[], room: number): readonly string[] => {
  if (texts.length <= room) return texts;
  const kept = room - 1;
  const first = Math.floor(kept / 2);
  const left = texts.length - kept;
  return [
    ...texts.slice(0, first),
    `${left} more things happened then`,
    ...texts.slice(texts.length - (kept - first)),
  ];
};
