// Sends all messages of some themes, and waits until each of them has become what it must.
import type { DeadLetterDto } from '@saga-lab/contracts/dtos/operation';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { ScenarioRun } from '../../stage/scenario-run.ts';
import { send } from '../../faults/broker.ts';
import { bad, everywhere } from './address.ts';
import type { BadMessage, MessageGroup, MessageContext } from './case.ts';
import { idOf, letterNameOf, deadLetterOf, mismatchOf, decisionOf, tracesIn } from './outcome.ts';
import type { TraceChange, Traces } from './outcome.ts';

/** As long as a slow machine takes for ten thousand; the looks themselves are some work for the services. */
const PATIENCE = { timeoutMs: 120_000, everyMs: 500 };
/** Of what is wrong. */
const SHOWN = 20;

export const playMessages = async (
  run: ScenarioRun,
  groups: readonly MessageGroup[],
  context: MessageContext,
): Promise<void> => {
  const before = await tracesIn(run.lab);
  const themes = groups.map(({ theme, cases }) => ({ theme, cases: cases(context) }));
  for (const { theme, cases } of themes) {
    run.reportAction(`${cases.length} messages: ${theme}`);
    await sendAll(run, cases);
  }
  const all = themes.flatMap(({ cases }) => cases);
  const last = lastOfEachQueue(all, context);
  await sendAll(run, last);
  const course = await eventually(() => expectOutcomes(run, [...all, ...last], before), PATIENCE);
  noteTampering(run, [...all, ...last], course);
  for (const { theme, cases } of themes) run.reportResult(`${theme}: ${summaryOf(cases, course.now)}`);
  run.reportResult(
    `behind them, one in good form at the end of each queue is answered as ever (${last.length})`,
  );
};

/** One that is valid, at the end of each queue: once it is decided, what came before it has been, too. */
const lastOfEachQueue = (all: readonly BadMessage[], context: MessageContext): readonly BadMessage[] =>
  everywhere
    .filter(({ route }) => all.some(({ message }) => message.route.key === route.key))
    .map((address) => bad(address, 'a valid one', address.valid(context), address.outcome));

/** What the broker refuses costs the connection: each of those has one of its own. */
const sendAll = async (run: ScenarioRun, all: readonly BadMessage[]): Promise<void> => {
  const url = run.brokerUrl();
  for (const { what, message, outcome } of all)
    if (outcome.kind === 'refused')
      expect(await send(url, [message]), what).to.equal(`refused ${outcome.code}`);
  const taken = all.filter(({ outcome }) => outcome.kind !== 'refused').map(({ message }) => message);
  expect(await send(url, taken)).to.equal('confirmed');
};

const expectOutcomes = async (
  run: ScenarioRun,
  all: readonly BadMessage[],
  before: Traces,
): Promise<TraceChange> => {
  const course = { before, now: await tracesIn(run.lab) };
  const copies = copiesIn(all);
  const wrong = all.flatMap(
    (each) => mismatchOf(each, course, copies.get(letterNameOf(each.message)) ?? 0) ?? [],
  );
  if (wrong.length > 0)
    throw new Error(`${wrong.length} became otherwise:\n${wrong.slice(0, SHOWN).join('\n')}`);
  return course;
};

/** How many of each: those that become the same dead letter. */
const copiesIn = (all: readonly BadMessage[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { message } of all) {
    const name = letterNameOf(message);
    counts.set(name, (counts.get(name) ?? 0) + (message.copies ?? 1));
  }
  return counts;
};

/** For the invariants: each new dead letter is expected, once, and what was decided came from here. */
const noteTampering = (run: ScenarioRun, all: readonly BadMessage[], { before, now }: TraceChange): void => {
  const known = new Set<DeadLetterDto>();
  for (const message of all) {
    const letter = deadLetterOf(now, message);
    if (decisionOf(now, message) !== undefined) run.noteForged(idOf(message) ?? '');
    else if (letter && !deadLetterOf(before, message) && !known.has(letter)) {
      known.add(letter);
      run.expectDeadLetter(letter.reason);
    }
  }
};

/** `12 x dead letter, 3 x ReplyIgnored ENDED`. */
const summaryOf = (cases: readonly BadMessage[], now: Traces): string => {
  const counts = new Map<string, number>();
  for (const message of cases) {
    const without = message.outcome.kind === 'refused' ? 'refused by the broker' : 'nothing';
    const outcome = decisionOf(now, message) ?? (deadLetterOf(now, message) ? 'dead letter' : without);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return [...counts].map(([outcome, count]) => `${count} x ${outcome}`).join(', ');
};
