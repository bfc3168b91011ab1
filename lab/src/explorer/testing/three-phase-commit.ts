// Three-phase commit as a world in which whoever dies is known to be dead: nobody commits while anybody who is alive does not know
// that all have voted yes, and nobody aborts while anybody does. Who tells whom what is left out.
// Source: D. Skeen, Nonblocking Commit Protocols, SIGMOD 1981; Bernstein, Hadzilacos, Goodman 1987, section 7.5.
import type { Property, Step, World } from '../world.ts';

type Alive = 'working' | 'prepared' | 'precommitted' | 'committed' | 'aborted';
/** `lost`: it had voted yes, and nobody can say what it had heard since; `gone`: before that. */
type Dead = 'lost' | 'gone' | 'died committed' | 'died aborted';
export type Process = Alive | Dead;

/** The rule that a broken version drops. */
interface Rules {
  readonly everybodyAcknowledges: boolean;
}

type Processes = readonly Process[];

const some = (processes: Processes, ...which: readonly Process[]): boolean =>
  processes.some((process) => which.includes(process));

/** Whether a process may come to this in one step, given what all are in. Who decides alone knows nothing of the dead. */
const may: Readonly<Record<Process, (from: Process, all: Processes, rules: Rules) => boolean>> = {
  working: () => false,
  prepared: (from) => from === 'working',
  precommitted: (from, all) =>
    from === 'prepared' && !some(all, 'working', 'gone', 'aborted', 'died aborted'),
  committed: (from, all, { everybodyAcknowledges }) =>
    (from === 'precommitted' && (!everybodyAcknowledges || !some(all, 'working', 'prepared', 'aborted'))) ||
    (isOpen(from) && some(all, 'committed', 'died committed')),
  aborted: (from, all) =>
    ((from === 'working' || from === 'prepared') && !some(all, 'precommitted', 'committed')) ||
    (isOpen(from) && some(all, 'aborted', 'died aborted')),
  lost: (from) => from === 'prepared' || from === 'precommitted',
  gone: (from) => from === 'working',
  'died committed': (from) => from === 'committed',
  'died aborted': (from) => from === 'aborted',
};

const isOpen = (process: Process): boolean =>
  process === 'working' || process === 'prepared' || process === 'precommitted';

const consistency: Property<Processes> = {
  name: 'consistency',
  claim: 'nobody commits while another aborts',
  finding: (processes) =>
    some(processes, 'committed', 'died committed') && some(processes, 'aborted', 'died aborted')
      ? 'One has committed, and another has aborted.'
      : undefined,
};

const states = Object.keys(may) as readonly Process[];

/** The coordinator is the last one, and has nothing to vote. */
export const threePhaseCommit = (
  participants: number,
  rules: Rules = { everybodyAcknowledges: true },
): World<Processes> => ({
  name: `three-phase commit, ${participants} participants`,
  initial: [[...Array.from({ length: participants }, () => 'working' as const), 'prepared']],
  key: (processes) => processes.join(),
  steps: (processes) =>
    processes.flatMap((from, n): readonly Step<Processes>[] =>
      states
        .filter((to) => may[to](from, processes, rules))
        .map((to) => ({ tell: () => `process ${n + 1} is ${to}`, next: processes.with(n, to) })),
    ),
  properties: [consistency],
  isEnd: (processes) => !processes.some(isOpen),
});
