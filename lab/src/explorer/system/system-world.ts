// A system of services as a world: every order of deliveries, and as many mishaps as the budgets allow.
import { replay } from '@saga-lab/platform/decider/decider';
import type { World } from '../world.ts';
import { effects } from './effects.ts';
import { faultsIn } from './faults.ts';
import { complete } from './mail.ts';
import type { Request, System, View } from './roles.ts';
import type { Letter } from './mail.ts';
import { slotsOf } from './slots.ts';
import type { Slots } from './slots.ts';
import { noBudgets, pack, packBudgets, slotsIn, unpack } from './state.ts';
import type { Moment, Packed } from './state.ts';
import { stepsOf } from './steps.ts';
import type { SystemStep } from './step.ts';

export interface SystemWorld extends World<Packed> {
  readonly steps: (packed: Packed) => readonly SystemStep[];
  /** What a state shows of streams. */
  readonly look: (packed: Packed) => Pick<View<unknown>, 'stream' | 'isDead'>;
}

export const systemWorld = <Notes>(system: System<Notes>): SystemWorld => {
  const slots = slotsOf(system);
  const wishes = system.owners.map((owner) =>
    (system.wishes[owner] ?? []).map((wish) => slots.letters.numberOf(letterFrom(system, wish))),
  );
  const context = { system, slots, effects: effects(system, slots), wishes };
  return {
    name: system.name,
    initial: [pack(beginning(system, slots))],
    key: (packed) => packed,
    steps: (packed) => stepsOf(context, unpack(packed, system.owners.length)),
    properties: system.properties.map(({ finding, ...property }) => ({
      ...property,
      finding: asked(system, slots, finding),
    })),
    isEnd: asked(system, slots, system.isEnd),
    look: (packed) => viewOf(system, slots, packed),
    endName: system.endName,
  };
};

/** Asks once for all states that differ only in what is on its way and in budgets: no property sees those. */
const asked = <Notes, Answer>(
  system: System<Notes>,
  slots: Slots<Notes>,
  ask: (view: View<Notes>) => Answer,
): ((packed: Packed) => Answer) => {
  const known = new Map<string, Answer>();
  const { owners } = system;
  return (packed) => {
    const seen = slotsIn(packed, owners.length);
    const before = known.get(seen);
    if (before !== undefined || known.has(seen)) return before as Answer;
    const answer = ask(viewOf(system, slots, packed));
    known.set(seen, answer);
    return answer;
  };
};

const viewOf = <Notes>(system: System<Notes>, slots: Slots<Notes>, packed: Packed): View<Notes> => {
  const { slots: numbers } = unpack(packed, system.owners.length);
  return {
    stream: (role, stream) => slots.streamAt(numbers[slots.ofStream(role, stream)]).state,
    notes: (owner) => slots.notesAt(numbers[slots.ofNotes(owner)]),
    isDead: (role) => faultsIn(system, slots, numbers).dead.includes(role),
  };
};

const beginning = <Notes>(system: System<Notes>, slots: Slots<Notes>): Moment => {
  const { roles, owners, requests, budgets } = system;
  const numbers: number[] = [];
  for (const role of roles)
    for (const stream of new Set(role.past.map((event) => event.stream))) {
      const events = role.past.filter((event) => event.stream === stream);
      const state = replay(role.decider.evolve, events);
      numbers[slots.ofStream(role.name, stream)] = slots.numberOfStream({ state, timers: [] });
    }
  const flight = requests.map((request) => slots.letters.numberOf(letterFrom(system, request)));
  return {
    budgets: owners.map((owner) => packBudgets(budgets[owner] ?? noBudgets)),
    slots: numbers,
    flight: flight.sort((a, b) => a - b),
  };
};

/** What somebody outside asks of a service. */
const letterFrom = <Notes>({ roles, ownerOf }: System<Notes>, { to, message }: Request): Letter => ({
  to: roles.findIndex(({ name }) => name === to),
  message: complete('http', message, ownerOf(message)),
  again: false,
  isRequest: true,
});
