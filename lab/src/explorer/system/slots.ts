// Where in a state each stream and each owner's notes stand, and which number stands for which of their values.
import type { Letter } from './mail.ts';
import type { StreamMoment, System } from './roles.ts';
import { table } from './table.ts';

export interface TimerLetter {
  readonly letter: number;
  readonly at: number;
}

export interface Slots<Notes> {
  readonly ofStream: (role: string, stream: string) => number;
  readonly ofNotes: (owner: string) => number;
  /** Of what has happened to roles and network. */
  readonly ofFaults: () => number;
  /** 0, or none: a stream without events and timers. */
  readonly streamAt: (value: number | undefined) => StreamMoment;
  readonly numberOfStream: (moment: StreamMoment) => number;
  readonly notesAt: (value: number | undefined) => Notes;
  readonly numberOfNotes: (notes: Notes) => number;
  readonly letters: {
    readonly numberOf: (letter: Letter) => number;
    readonly at: (number: number) => Letter;
  };
  /** The timers of a stream's value, as letters, and from when on each may fire. */
  readonly timersAt: (value: number, role: number) => readonly TimerLetter[];
  /** The same letter, once it was taken in and comes again. */
  readonly again: (letter: number) => number;
  /** Index of the role to which a slot's stream belongs; -1 for a slot of notes or faults. */
  readonly roleOf: (slot: number) => number;
}

const nothingYet: StreamMoment = { state: undefined, timers: [] };

/** Slots are given in the order in which they are first asked for. */
export const slotsOf = <Notes>({
  roles,
  firstNotes,
}: Pick<System<Notes>, 'roles' | 'firstNotes'>): Slots<Notes> => {
  const streams = table<StreamMoment>();
  const notes = table<Notes>();
  const places = new Map<string, number>();
  const owners: number[] = [];
  const letters = table<Letter>();
  const again: number[] = [];
  const timers: (readonly TimerLetter[])[] = [];

  const placeOf = (name: string, role: number): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, owners.length);
    return owners.push(role) - 1;
  };

  return {
    ofStream: (role, stream) =>
      placeOf(
        `${role}/${stream}`,
        roles.findIndex(({ name }) => name === role),
      ),
    ofNotes: (owner) => placeOf(`/${owner}`, -1),
    ofFaults: () => placeOf('//faults', -1),
    streamAt: (value) => (value ? streams.at(value) : nothingYet),
    numberOfStream: (moment) =>
      moment.state === undefined && moment.timers.length === 0 ? 0 : streams.numberOf(moment),
    notesAt: (value) => (value ? notes.at(value) : firstNotes),
    numberOfNotes: notes.numberOf,
    letters,
    again: (letter) => (again[letter] ??= letters.numberOf({ ...letters.at(letter), again: true })),
    timersAt: (value, to) =>
      (timers[value] ??= streams.at(value).timers.map(({ message, at }) => ({
        letter: letters.numberOf({ to, message, again: false, isRequest: false }),
        at,
      }))),
    roleOf: (slot) => owners[slot] ?? -1,
  };
};
