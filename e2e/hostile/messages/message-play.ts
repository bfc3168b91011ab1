// Sends all messages of some themes, and waits until each of them has become what it must.
import type { DeadLetter } from '@saga-lab/lab/client/documents';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Story } from '../../stage/story.ts';
import { send } from '../../faults/broker.ts';
import { bad, everywhere } from './message-address.ts';
import type { BadMessage, MessageGroup, MessageWorld } from './message-case.ts';
import { idOf, keptOf, letterOf, objectionTo, saidOf, tracesIn } from './message-fate.ts';
import type { Course, Traces } from './message-fate.ts';

/** As long as a slow machine takes for ten thousand; the looks themselves are some work for the services. */
const PATIENCE = { timeoutMs: 120_000, everyMs: 500 };
/** Of what is wrong. */
const SHOWN = 20;

export const playMessages = async (
  story: Story,
  groups: readonly MessageGroup[],
  world: MessageWorld,
): Promise<void> => {
  const before = await tracesIn(story.lab);
  const themes = groups.map(({ theme, cases }) => ({ theme, cases: cases(world) }));
  for (const { theme, cases } of themes) {
    story.does(`${cases.length} messages: ${theme}`);
    await sends(story, cases);
  }
  const all = themes.flatMap(({ cases }) => cases);
  const last = behind(all, world);
  await sends(story, last);
  const course = await eventually(() => become(story, [...all, ...last], before), PATIENCE);
  note(story, [...all, ...last], course);
  for (const { theme, cases } of themes) story.sees(`${theme}: ${tally(cases, course.now)}`);
  story.sees(`behind them, one in good form at the end of each queue is answered as ever (${last.length})`);
};

/** One that is welcome, at the end of each queue: once it is decided, what came before it has been, too. */
const behind = (all: readonly BadMessage[], world: MessageWorld): readonly BadMessage[] =>
  everywhere
    .filter(({ route }) => all.some(({ letter }) => letter.route.key === route.key))
    .map((address) => bad(address, 'what is welcome', address.welcome(world), address.becomes));

/** What the broker refuses costs the connection: each of those has one of its own. */
const sends = async (story: Story, all: readonly BadMessage[]): Promise<void> => {
  const url = story.brokerUrl();
  for (const { what, letter, fate } of all)
    if (fate.kind === 'refused') expect(await send(url, [letter]), what).to.equal(`refused ${fate.code}`);
  const taken = all.filter(({ fate }) => fate.kind !== 'refused').map(({ letter }) => letter);
  expect(await send(url, taken)).to.equal('confirmed');
};

const become = async (story: Story, all: readonly BadMessage[], before: Traces): Promise<Course> => {
  const course = { before, now: await tracesIn(story.lab) };
  const copies = copiesIn(all);
  const wrong = all.flatMap((each) => objectionTo(each, course, copies.get(nameOf(each)) ?? 0) ?? []);
  if (wrong.length > 0)
    throw new Error(`${wrong.length} became otherwise:\n${wrong.slice(0, SHOWN).join('\n')}`);
  return course;
};

/** How many of each: the same bytes may come to one service by two queues. */
const copiesIn = (all: readonly BadMessage[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const each of all)
    counts.set(nameOf(each), (counts.get(nameOf(each)) ?? 0) + (each.letter.copies ?? 1));
  return counts;
};

const nameOf = ({ service, letter }: BadMessage): string => `${service} ${keptOf(letter.bytes)}`;

/** For the invariants: each new dead letter is expected, once, and what was decided came from here. */
const note = (story: Story, all: readonly BadMessage[], { before, now }: Course): void => {
  const known = new Set<DeadLetter>();
  for (const message of all) {
    const letter = letterOf(now, message);
    if (saidOf(now, message) !== undefined) story.forges(idOf(message) ?? '');
    else if (letter && !letterOf(before, message) && !known.has(letter)) {
      known.add(letter);
      story.expectsDeadLetter(letter.reason);
    }
  }
};

/** `12 x dead letter, 3 x ReplyIgnored ENDED`. */
const tally = (cases: readonly BadMessage[], now: Traces): string => {
  const counts = new Map<string, number>();
  for (const message of cases) {
    const unseen = message.fate.kind === 'refused' ? 'refused by the broker' : 'nothing';
    const seen = saidOf(now, message) ?? (letterOf(now, message) ? 'dead letter' : unseen);
    counts.set(seen, (counts.get(seen) ?? 0) + 1);
  }
  return [...counts].map(([seen, count]) => `${count} x ${seen}`).join(', ');
};
