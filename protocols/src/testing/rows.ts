// A README's table of states and messages, and what a role really decides: the same row by row, or the test is red.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { combined } from '@saga-lab/platform/decider/combined';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message, Outgoing, Stamp } from '@saga-lab/platform/decider/message';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { statesOf } from '@saga-lab/platform/testing/given';

/** One row: the state by name, the message by name, and how to come there. */
export interface Row {
  readonly state: string;
  readonly message: string;
  readonly given: readonly NewEvent[];
  readonly when: Message & Stamp;
}

export interface RowsOf {
  readonly protocol: string;
  readonly role: DeciderPart;
  /** Events that must be durable before anything else happens: they have a star. */
  readonly forced: readonly string[];
}

/** `| state | message | what it writes | what it sends |`, as a README has it. */
export const rowOf = ({ protocol, role, forced }: RowsOf, { state, message, given, when }: Row): string => {
  const decider = combined({ role });
  const decision = decider.decide(statesOf(decider, given), when);
  return `| ${[state, message, written(decision, protocol, forced), sent(decision, protocol)].join(' | ')} |`;
};

const NOTHING = '-';

/** What it writes of itself by type, and behind a plus what becomes of what is held. */
const written = ({ events, refusal }: Decision, protocol: string, forced: readonly string[]): string => {
  if (refusal) return `refused: ${refusal.code}`;
  const isOwn = ({ stream }: NewEvent): boolean => parseStream(stream).category === protocol;
  const own = events.filter(isOwn);
  const names = own.map(({ type }) => `\`${type}\`${forced.includes(type) ? '*' : ''}`);
  const held = events.flatMap((event) => (isOwn(event) ? [] : (holding[event.type] ?? [])));
  return [names.join(', '), ...held].filter((part) => part !== '').join(' + ') || NOTHING;
};

/** As the fake resource says it. */
const holding: Readonly<Record<string, string>> = {
  Held: 'hold',
  Confirmed: 'confirm',
  Released: 'release',
};

/** Each type once, with all to whom it goes; timers last. */
const sent = ({ messages }: Decision, protocol: string): string => {
  const short = ({ type }: Outgoing): string => type.slice(protocol.length + 1);
  const posted = messages.filter(({ notBefore }) => notBefore === undefined);
  const timers = messages.filter(({ notBefore }) => notBefore !== undefined);
  const byType = [...Map.groupBy(posted, short)].map(
    ([type, all]) => `${type} → ${all.map(({ to }) => nameOf(to)).join(', ')}`,
  );
  return [...byType, ...timers.map((timer) => `timer ${short(timer)}`)].join('; ') || NOTHING;
};

const nameOf = (to: string | undefined): string =>
  to === undefined
    ? 'whoever listens'
    : to === 'saga-orchestrator'
      ? 'coordinator'
      : to.replace('-service', '');

/** The rows of the table below a heading, as they stand in the file; without the padding and escaping that formatting adds. */
export const rowsBelow = (file: string, heading: string): readonly string[] => {
  const lines = readFileSync(file, 'utf8').split('\n');
  const from = lines.indexOf(`## ${heading}`);
  if (from < 0) throw new Error(`${file} has no heading ${heading}`);
  const length = lines.slice(from + 1).findIndex((line) => line.startsWith('## '));
  const below = lines.slice(from + 1, length < 0 ? undefined : from + 1 + length);
  return below
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.replaceAll('\\*', '*').replaceAll(/ +/g, ' ').trim());
};

/** One test per row of the table, and one that says that there are no others. */
export const rowTests = (
  { file, heading }: { readonly file: string; readonly heading: string },
  of: RowsOf,
  rows: readonly Row[],
): void => {
  const stated = rowsBelow(file, heading);
  const made = rows.map((row) => rowOf(of, row));
  for (const [n, row] of rows.entries())
    it(`${row.state} · ${row.message}`, () => {
      const begin = `| ${row.state} | ${row.message} |`;
      expect(stated.find((line) => line.startsWith(begin)) ?? 'no row').to.equal(made[n]);
    });
  it('has a row for each of these, and no other', () => {
    expect(stated).to.deep.equal(made);
  });
};
