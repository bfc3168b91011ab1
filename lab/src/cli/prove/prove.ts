// `npm run time-travel`: time travel against what was true, in many simulated runs with faults.
import { setImmediate } from 'node:timers/promises';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { Command } from 'commander';
import { prove } from '../../time-travel/proof/prove.ts';
import type { Proof } from '../../time-travel/proof/prove.ts';
import { runInterruptibly, write } from '../long-command.ts';
import type { Outcome } from '../outcome.ts';
import { progressBar } from '../progress-bar.ts';
import { wholeNumber } from '../whole-number.ts';
import { parsedCommand } from '../parsed-command.ts';

interface ProveCommand {
  readonly seeds: number;
  readonly first: number;
  readonly json: boolean;
}

const command = (): Command =>
  new Command('npm run time-travel --')
    .description(
      'Runs simulations with faults and records at random moments what the services answer. At the end of each run the same moments are asked for:\nby version, by time, as a cut, and on both axes of time. All must be equal, and every cut consistent.\nOf each run parallel histories are decided: without a change it must be the record itself, and with one it must pass the checker.',
    )
    .option('--seeds <number>', 'how many runs', wholeNumber(1), 1_000)
    .option('--first <seed>', 'the first seed', wholeNumber(0), 1)
    .option('--json', 'one JSON document on stdout, nothing else', false)
    .addHelpText(
      'after',
      '\nExample: npm run time-travel -- --seeds 50\nExit codes: 0 everything was equal; 1 something was not; 2 interrupted before; 64 wrong command line.',
    );

/** @throws ExitError 64 for a bad command line, 0 for --help. */
const parsed = (args: readonly string[]): ProveCommand => parsedCommand(command(), args).opts<ProveCommand>();

const stopped = new AbortController();

const proveAll = async ({ seeds, first }: ProveCommand): Promise<readonly Proof[]> => {
  const proofs: Proof[] = [];
  const bar = progressBar(process.stderr, () => ({
    share: proofs.length / seeds,
    text: `${proofs.length} of ${seeds} runs`,
  }));
  try {
    for (let n = 0; n < seeds && !stopped.signal.aborted; n += 1) {
      proofs.push(await prove(first + n));
      // A simulation never waits for anything outside: without this neither a signal nor a timer would have its turn.
      await setImmediate();
    }
  } finally {
    bar.stop();
  }
  return proofs;
};

const MOST_FLAWS = 20;

const outcomeOf = (proofs: readonly Proof[], seeds: number): Outcome => {
  const sum = (field: Exclude<keyof Proof, 'seed' | 'flaws' | 'parallel'>) =>
    proofs.reduce((total, proof) => total + proof[field], 0);
  const parallel = (field: keyof Proof['parallel']) =>
    proofs.reduce((total, proof) => total + proof.parallel[field], 0);
  const red = proofs.filter(({ flaws }) => flaws.length > 0);
  const figures = {
    runs: proofs.length,
    moments: sum('moments'),
    compared: sum('compared'),
    beingWritten: sum('beingWritten'),
    cuts: sum('cuts'),
    changes: parallel('changes'),
    otherwise: parallel('otherwise'),
    impossible: parallel('impossible'),
    unknowable: parallel('unknowable'),
    bothAxes: sum('bothAxes'),
    corrected: sum('corrected'),
    rows: sum('rows'),
  };
  const number = (value: number) => value.toLocaleString('en-US');
  return {
    data: { ...figures, wanted: seeds, red: red.map(({ seed, flaws }) => ({ seed, flaws })) },
    lines: (paint) => [
      `${number(figures.runs)} runs, ${number(figures.moments)} moments recorded while they went on`,
      `${number(figures.compared)} answers asked for again at the end: by version, by time, and in a cut`,
      `${number(figures.beingWritten)} of them were just being written at their moment, and dated before it`,
      `${number(figures.bothAxes)} answers asked for on both axes of time, ${number(figures.corrected)} of them about what was corrected`,
      `${number(figures.rows)} lines of statements and stock cards to begin at, some left out; each answer is compared with a full replay`,
      `${number(figures.cuts)} cuts judged by the checker, with what was in flight`,
      `${number(figures.runs)} parallel histories without a change, compared with the record`,
      `${number(figures.changes)} with a change, judged by the checker; in ${number(figures.otherwise)} some saga ended otherwise; ${number(figures.impossible)} more were not possible at their moment, ${number(figures.unknowable)} cannot be known`,
      red.length === 0
        ? `${paint('ok', '(/)')} Everything asked for later is what was true, every cut is consistent, and so is every parallel history.`
        : `${paint('fail', '(x)')} ${red.length} runs are not what was true:`,
      ...red
        .flatMap(({ seed, flaws }) => flaws.map((flaw) => `  seed ${seed}, ${flaw}`))
        .slice(0, MOST_FLAWS),
    ],
    exitCode: exitCodeOf(red.length, proofs.length === seeds),
  };
};

const exitCodeOf = (red: number, isWhole: boolean): number => {
  if (red > 0) return exitCodes.violated;
  return isWhole ? exitCodes.holds : exitCodes.unknown;
};

await runInterruptibly(async () => {
  const options = parsed(process.argv.slice(2));
  return write(outcomeOf(await proveAll(options), options.seeds), options.json);
}, stopped);
