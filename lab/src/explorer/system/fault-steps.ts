// Deaths, and what the network does, as steps.
import type { Context, SystemStep } from './step.ts';
import { faultsIn, isBetweenGroups, isStill, packFaults, senderOf, subsets } from './faults.ts';
import type { FaultState } from './faults.ts';
import { OVERDUE } from './roles.ts';
import type { Faults } from './roles.ts';
import { pack } from './state.ts';
import type { Moment } from './state.ts';
import { messageInWords } from './tell.ts';

/** Whether a message of the flight can be taken in at this moment. */
export const canArrive = <Notes>(context: Context<Notes>, moment: Moment, number: number): boolean => {
  const { system, slots } = context;
  if (!system.faults) return true;
  const letter = slots.letters.at(number);
  if (isStill(context, moment.slots, letter.to)) return false;
  const { network } = faultsIn(system, slots, moment.slots);
  return network !== 'cut' || !isBetweenGroups(system.faults, senderOf(letter), nameAt(context, letter.to));
};

/** Whom a timer takes for dead: nobody, or only such as are dead or cannot be reached, or somebody who is there. Overdue it goes off at once. */
export const suspicion = <Notes>(
  context: Context<Notes>,
  moment: Moment,
  { letter, at, state }: { readonly letter: number; readonly at: number; readonly state: unknown },
): 'none' | 'right' | 'wrong' => {
  const { system, slots } = context;
  const { to, message } = slots.letters.at(letter);
  const suspects = system.faults?.suspects(message, state) ?? [];
  if (!system.faults || suspects.length === 0) return 'none';
  const { dead, sleeper, isAsleep, network } = faultsIn(system, slots, moment.slots);
  const self = nameAt(context, to);
  if (at === OVERDUE) return 'right';
  const { faults } = system;
  const isGone = (name: string): boolean =>
    (isAsleep && name === sleeper) ||
    dead.includes(name) ||
    (network === 'cut' && isBetweenGroups(faults, self, name));
  return suspects.every(isGone) ? 'right' : 'wrong';
};

export const faultSteps = <Notes>(context: Context<Notes>, moment: Moment): readonly SystemStep[] => {
  const { system, slots } = context;
  if (!system.faults) return [];
  const now = faultsIn(system, slots, moment.slots);
  return [
    ...deaths(context, moment, { faults: system.faults, now }),
    ...sleep(context, moment, { faults: system.faults, now }),
    ...networkSteps(context, moment, { faults: system.faults, now }),
  ];
};

interface Known {
  readonly faults: Faults;
  readonly now: FaultState;
}

const deaths = <Notes>(
  context: Context<Notes>,
  moment: Moment,
  { faults, now }: Known,
): readonly SystemStep[] =>
  now.dead.length >= faults.deaths
    ? []
    : faults.mortal
        .filter((name) => !now.dead.includes(name))
        .flatMap((name) => deathsOf(context, moment, { name, now }));

/** Once for every part of what it has sent that may be lost with it. What was sent to it does not matter any more. */
const deathsOf = <Notes>(
  context: Context<Notes>,
  moment: Moment,
  { name, now }: { readonly name: string; readonly now: FaultState },
): readonly SystemStep[] => {
  const { letters } = context.slots;
  const flight = moment.flight.filter((number) => nameAt(context, letters.at(number).to) !== name);
  const own = [...new Set(flight.filter((number) => senderOf(letters.at(number)) === name))];
  return subsets(own).map((lost) =>
    changed(context, moment, {
      now: { ...now, dead: [...now.dead, name] },
      slots: buried(context, moment, name),
      flight: flight.filter((number) => !lost.includes(number)),
      words: `${name} dies for good${lostInWords(context, lost)}`,
    }),
  );
};

/** Its timers are gone, and its streams are only looked at. */
const buried = <Notes>({ system, slots }: Context<Notes>, moment: Moment, name: string): readonly number[] =>
  moment.slots.map((value, slot) => {
    const role = slots.roleOf(slot);
    if (value === 0 || role < 0 || system.roles[role]?.name !== name) return value;
    const { state } = slots.streamAt(value);
    return slots.numberOfStream({ state: system.faults?.remains(state) ?? state, timers: [] });
  });

const lostInWords = <Notes>(context: Context<Notes>, lost: readonly number[]): string => {
  const words = lost.map((number) => {
    const { message, to } = context.slots.letters.at(number);
    return `${messageInWords(message)} to ${nameAt(context, to)}`;
  });
  return words.length === 0 ? '' : `; it never sends ${words.join(', ')}`;
};

/** Nothing is lost: it goes on as if no time had passed, but for timers that were due meanwhile. */
const sleep = <Notes>(
  context: Context<Notes>,
  moment: Moment,
  { faults: { sleepers = [] }, now }: Known,
): readonly SystemStep[] => {
  const { sleeper, isAsleep, dead } = now;
  if (isAsleep)
    return [
      changed(context, moment, {
        now: { ...now, isAsleep: false },
        slots: overslept(context, moment, sleeper),
        words: `${sleeper ?? ''} wakes, and its timers are overdue`,
      }),
    ];
  const able = sleeper !== undefined ? [] : sleepers.filter((name) => !dead.includes(name));
  return able.map((name) =>
    changed(context, moment, {
      now: { ...now, sleeper: name, isAsleep: true },
      words: `${name} stands still`,
    }),
  );
};

const overslept = <Notes>(
  { system, slots }: Context<Notes>,
  moment: Moment,
  name: string | undefined,
): readonly number[] =>
  moment.slots.map((value, slot) => {
    const role = slots.roleOf(slot);
    if (value === 0 || role < 0 || system.roles[role]?.name !== name) return value;
    const { state, timers } = slots.streamAt(value);
    return slots.numberOfStream({ state, timers: timers.map((timer) => ({ ...timer, at: OVERDUE })) });
  });

const networkSteps = <Notes>(
  context: Context<Notes>,
  moment: Moment,
  { faults: { groups }, now }: Known,
): readonly SystemStep[] => {
  if (!groups || now.network === 'healed') return [];
  const split = groups.map((group) => group.join(' and ')).join(' | ');
  return now.network === 'whole'
    ? [
        changed(context, moment, {
          now: { ...now, network: 'cut' },
          words: `the network splits: ${split}`,
        }),
      ]
    : [changed(context, moment, { now: { ...now, network: 'healed' }, words: 'the network heals' })];
};

interface Changed extends Partial<Moment> {
  readonly now: FaultState;
  readonly words: string;
}

const changed = <Notes>(
  { system, slots }: Context<Notes>,
  moment: Moment,
  { now, words, ...parts }: Changed,
): SystemStep => {
  const next = { ...moment, ...parts };
  const numbers = Array.from(next.slots);
  numbers[slots.ofFaults()] = packFaults(system, now);
  return { next: pack({ ...next, slots: numbers }), tell: () => words };
};

const nameAt = <Notes>({ system }: Context<Notes>, role: number): string => system.roles[role]?.name ?? '';
