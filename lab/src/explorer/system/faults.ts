// What may happen to whole processes and to the network, in a system where it may: a role dies and does not return, or stands
// still and wakes; the network splits into groups, and heals.
import type { Letter } from './mail.ts';
import type { Faults, System } from './roles.ts';
import type { Slots } from './slots.ts';
import type { Moment } from './state.ts';

/** `network` is cut once at most, and one role at most stands still, once: `sleeper`, from then on. */
export interface FaultState {
  readonly dead: readonly string[];
  readonly sleeper: string | undefined;
  readonly isAsleep: boolean;
  readonly network: 'whole' | 'cut' | 'healed';
}

const nothingYet: FaultState = { dead: [], sleeper: undefined, isAsleep: false, network: 'whole' };

const networks = ['whole', 'cut', 'healed'] as const;

/** Bits of a slot: one for each role that is dead; then the number of the sleeper, whether it is asleep, and the network. */
const SLEEPER = 8;
const ASLEEP = 12;
const NETWORK = 13;

export const packFaults = <Notes>(
  { roles }: System<Notes>,
  { dead, sleeper, isAsleep, network }: FaultState,
): number =>
  roles.reduce((bits, { name }, n) => (dead.includes(name) ? bits | (1 << n) : bits), 0) |
  ((1 + roles.findIndex(({ name }) => name === sleeper)) << SLEEPER) |
  (Number(isAsleep) << ASLEEP) |
  (networks.indexOf(network) << NETWORK);

const unpackFaults = <Notes>({ roles }: System<Notes>, packed: number): FaultState => ({
  dead: roles.filter((_role, n) => (packed & (1 << n)) !== 0).map(({ name }) => name),
  sleeper: roles[((packed >> SLEEPER) & 15) - 1]?.name,
  isAsleep: ((packed >> ASLEEP) & 1) === 1,
  network: networks[packed >> NETWORK] ?? 'whole',
});

/** The state of a system in which nothing of the kind may happen is always the same. */
export const faultsIn = <Notes>(
  system: System<Notes>,
  slots: Slots<Notes>,
  numbers: Moment['slots'],
): FaultState => (system.faults ? unpackFaults(system, numbers[slots.ofFaults()] ?? 0) : nothingYet);

/** By the number of the role. */
export const isDead = <Notes>(
  { system, slots }: { readonly system: System<Notes>; readonly slots: Slots<Notes> },
  numbers: Moment['slots'],
  role: number,
): boolean => faultsIn(system, slots, numbers).dead.includes(system.roles[role]?.name ?? '');

/** It does nothing: it is dead, or asleep. */
export const isStill = <Notes>(
  { system, slots }: { readonly system: System<Notes>; readonly slots: Slots<Notes> },
  numbers: Moment['slots'],
  role: number,
): boolean => {
  const name = system.roles[role]?.name ?? '';
  const { dead, sleeper, isAsleep } = faultsIn(system, slots, numbers);
  return (isAsleep && name === sleeper) || dead.includes(name);
};

export const senderOf = ({ message }: Letter): string => message.source.slice(1);

/** The network between two roles is cut; whoever asks from outside reaches everybody. */
export const isBetweenGroups = ({ groups = [] }: Faults, from: string, to: string): boolean => {
  const one = groups.findIndex((group) => group.includes(from));
  const other = groups.findIndex((group) => group.includes(to));
  return one >= 0 && other >= 0 && one !== other;
};

/** Every way to leave some of them out, the way that leaves out none first. */
export const subsets = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  all.reduce<readonly (readonly T[])[]>(
    (found, one) => [...found, ...found.map((set) => [...set, one])],
    [[]],
  );
