// A run of the nemesis in figures: the same tables in the terminal and on the page.
import type { Figure } from '@saga-lab/lab/report/pieces';
import type { NemesisResult } from './result.ts';

export const figuresOf = (result: NemesisResult): readonly Figure[] => [
  orders(result),
  outcomes(result),
  faults(result),
  sometimes(result),
  answers(result),
  times(result),
];

const orders = ({ ledger, maybeThere, promise }: NemesisResult): Figure => ({
  name: 'Orders',
  heading: ['orders', 'number'],
  rows: [
    ['customers that came', ledger.visits],
    ['accepted, and the client was told', ledger.accepted.size],
    ['not answered, and there all the same', maybeThere],
    ['not answered, and not there', ledger.maybe.size - maybeThere],
    ['outside the promise of their protocol: somebody was taken for dead who is alive', promise.outside],
    ['of these, split', promise.split],
  ],
});

const outcomes = (result: NemesisResult): Figure => ({
  name: 'Sagas and orders by how they are in the end',
  heading: ['status', 'number'],
  rows: Object.entries(result.outcomes),
});

const faults = ({ faults: all, reconnects, restarts }: NemesisResult): Figure => ({
  name: `Faults by kind: how many were planned, met something, and could not be brought about or healed by themselves; ${restarts} processes of services seen to start again, ${reconnects} new connections`,
  heading: ['kind', 'planned', 'met something', 'failed'],
  rows: all.map(({ kind, planned, happened, failed }) => [kind, planned, happened, failed]),
});

const sometimes = ({ sightings }: NemesisResult): Figure => ({
  name: 'What must be seen now and then',
  heading: ['what', 'times', 'must it be seen in this run'],
  rows: sightings.map(({ what, times, due, excuse }) => [what, times, due ? 'yes' : `no: ${excuse ?? ''}`]),
});

const answers = ({ ledger }: NemesisResult): Figure => ({
  name: 'Answers to clients, and to a stranger who asks for what is for operators',
  heading: ['answer', 'times'],
  rows: [...ledger.answers].sort(([one], [other]) => one.localeCompare(other)),
});

const times = ({ tookMs, quiet, bank }: NemesisResult): Figure => ({
  name: 'Times, in seconds',
  heading: ['what', 'seconds'],
  rows: [
    ['start of the system', inSeconds(tookMs.start)],
    ['load and faults, until the last customer was gone', inSeconds(tookMs.load)],
    ['healing, until it was quiet', inSeconds(tookMs.healing)],
    ['of that, waiting until it was quiet', inSeconds(quiet.afterMs)],
    ['reading and judging', inSeconds(tookMs.judging)],
    ['looks of the bank test while it went on (a number)', bank.looks.had],
  ],
});

const inSeconds = (ms: number): number => Math.round(ms / 100) / 10;
