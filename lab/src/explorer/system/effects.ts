// What a message does to a role, asked of its real decider; each question is asked once and then known.
import type { Message } from '@saga-lab/platform/decider/message';
import { errorMessage } from '@saga-lab/platform/decider/errors';
import { decided } from './decided.ts';
import type { Moments } from './decided.ts';
import { complete, lettersOf } from './mail.ts';
import type { Letter } from './mail.ts';
import type { Slots } from './slots.ts';
import type { Happening, Role, System, Timer } from './roles.ts';

/** What a role is given to decide. */
export interface Given {
  /** Number of the letter; a timer is a letter of a role to itself. */
  readonly letter: number;
  /** Milliseconds, counted from the state's own instant. */
  readonly at: number;
  /** It is one of the role's own timers, which is thereby over. */
  readonly isTimer: boolean;
}

export interface Effect {
  /** Slots that change, and the numbers that they change to. */
  readonly writes: readonly (readonly [slot: number, value: number])[];
  /** Numbers of the letters that it sends. */
  readonly letters: readonly number[];
  /** All that is read and written belongs to one owner. */
  readonly local: boolean;
  readonly happening: Happening;
}

export interface Effects {
  readonly of: (given: Given, numbers: readonly number[]) => Effect;
  /** Number of the owner of a letter. */
  readonly ownerOf: (letter: number) => number;
  /** Slot of the first stream that a letter names. */
  readonly homeOf: (letter: number) => number;
}

/** Behind the notes of the owner. */
const HOME = 1;

/** What a letter is about, as far as it can be said from the letter alone. */
interface About {
  readonly role: Role;
  readonly message: Message;
  readonly owner: string;
  readonly ownerNumber: number;
  readonly streams: readonly string[];
  /** That of its owner's notes, and those of the streams. */
  readonly slots: readonly number[];
}

export const effects = <Notes>(system: System<Notes>, slots: Slots<Notes>): Effects => {
  const known = new Map<string, Effect>();
  const letters: About[] = [];
  const about = (letter: number): About => (letters[letter] ??= read(system, slots, letter));
  return {
    of: (given, numbers) => {
      const { slots: read } = about(given.letter);
      // Everything that the answer depends on.
      let key = String.fromCharCode(given.letter, given.at, Number(given.isTimer));
      for (const slot of read) key += String.fromCharCode(numbers[slot] ?? 0);
      const effect = known.get(key) ?? asked({ system, slots }, about(given.letter), given, numbers);
      known.set(key, effect);
      return effect;
    },
    ownerOf: (letter) => about(letter).ownerNumber,
    homeOf: (letter) => about(letter).slots[HOME] ?? 0,
  };
};

const read = <Notes>(
  { roles, ownerOf, owners }: System<Notes>,
  slots: Slots<Notes>,
  letter: number,
): About => {
  const { to, message } = slots.letters.at(letter);
  const role = roleAt(roles, to);
  const owner = ownerOf(message);
  const streams = [...new Set(role.decider.streams(message))];
  return {
    role,
    message,
    owner,
    ownerNumber: owners.indexOf(owner),
    streams,
    slots: [slots.ofNotes(owner), ...streams.map((stream) => slots.ofStream(role.name, stream))],
  };
};

const asked = <Notes>(
  { system, slots }: { system: System<Notes>; slots: Slots<Notes> },
  { role, message, owner, streams }: About,
  { letter, at, isTimer }: Given,
  numbers: readonly number[],
): Effect => {
  const before = new Map(
    streams.map((stream) => [stream, slots.streamAt(numbers[slots.ofStream(role.name, stream)])]),
  );
  const answer = decided(
    role,
    { message, at },
    { before: isTimer ? without(before, letter, slots) : before, owner },
  );
  const posted = post(system, role, answer.happening);
  const own = slots.ofNotes(owner);
  const notes = system.note(slots.notesAt(numbers[own]), posted.happening);
  return {
    writes: [
      ...[...answer.after].map(([stream, moment]) => {
        const value = slots.numberOfStream(system.plain(moment, { stream, now: at }));
        return [slots.ofStream(role.name, stream), value] as const;
      }),
      [own, slots.numberOfNotes(notes)],
    ],
    letters: posted.letters.map(slots.letters.numberOf),
    local: !streams.some(system.isShared),
    happening: posted.happening,
  };
};

/** The timer has fired. */
const without = <Notes>(streams: Moments, timer: number, { letters }: Slots<Notes>): Moments => {
  const { to } = letters.at(timer);
  const isIt = ({ message }: Timer) =>
    letters.numberOf({ to, message, again: false, isRequest: false }) === timer;
  return new Map(
    [...streams].map(([stream, { state, timers }]) => [
      stream,
      { state, timers: timers.filter((one) => !isIt(one)) },
    ]),
  );
};

/** What nobody can read is as bad as what nobody can decide. */
const post = <Notes>(
  { roles, ownerOf, plainMessage }: System<Notes>,
  role: Role,
  happening: Happening,
): { readonly letters: readonly Letter[]; readonly happening: Happening } => {
  try {
    const letters = happening.sent
      .filter(({ notBefore }) => notBefore === undefined)
      .flatMap((sent) => lettersOf(roles, sent, plainMessage(complete(role.name, sent, ownerOf(sent)))));
    return { letters, happening };
  } catch (error) {
    return { letters: [], happening: { ...happening, error: errorMessage(error) } };
  }
};

/** @throws Error if there is no such role. */
export const roleAt = (roles: readonly Role[], index: number): Role => {
  const role = roles[index];
  if (!role) throw new Error(`there is no role ${index}`);
  return role;
};
