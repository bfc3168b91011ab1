// Every verb of `npm run lab`, with its arguments and options, as one value: for the command line and for its completion.
import { userInfo } from 'node:os';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import { Argument, Command, Option } from 'commander';
import { SagaStatus } from '@saga-lab/contracts/saga';
import type { Lab } from '../client/lab.ts';
import { atVerb } from './at/verb.ts';
import { check } from './check/check.ts';
import type { CheckOptions } from './check/check.ts';
import { compareVerb } from './compare/verb.ts';
import { completionVerb } from './completion/verb.ts';
import { listDeadLetters, replayDeadLetter, showDeadLetter } from './dead-letters/dead-letters.ts';
import { doctor } from './doctor/doctor.ts';
import { followUntilInterrupted } from './follow/verb.ts';
import { exitCodeHelp } from './exit-code-help.ts';
import { exportVerb } from './export/verb.ts';
import { forgetVerb } from './forget/verb.ts';
import { forkVerb } from './fork/verb.ts';
import { importVerb } from './import/verb.ts';
import { museumVerb } from './museum/verb.ts';
import { on } from './on-system.ts';
import { rollbackVerb } from './rollback/verb.ts';
import { rebuildVerb } from './rebuild/verb.ts';
import { act } from './sagas/act.ts';
import type { Act, ActOptions } from './sagas/act.ts';
import { saga } from './sagas/saga.ts';
import { parked, sagas } from './sagas/sagas.ts';
import type { SagasOptions } from './sagas/sagas.ts';
import { snapshotsVerb } from './snapshots/verb.ts';
import { status } from './status/status.ts';
import { pathAsTyped, verb } from './verb.ts';
import type { Output, Print, VerbOptions } from './verb.ts';
import { wholeNumber } from './whole-number.ts';
import { whatIfVerb } from './what-if/verb.ts';
import { whyVerb } from './why/verb.ts';

export const program = (output: Output): Command => {
  const all = new Command('npm run lab --')
    .description('Looks at this machine and at the running system, and acts on sagas and dead letters.')
    .addHelpText('after', exitCodeHelp);
  const { print } = output;
  for (const each of [
    ...looks(output),
    atVerb(output),
    ...sagaVerbs(output),
    whyVerb(print),
    forkVerb(output),
    exportVerb(print),
    importVerb(output),
    rollbackVerb(output),
    whatIfVerb(output),
    compareVerb(output),
    ...acts(print),
    rebuildVerb(print),
    snapshotsVerb(print),
    forgetVerb(print),
    museumVerb(print),
  ])
    all.addCommand(each);
  return all.addCommand(deadLetters(print)).addCommand(completionVerb(print, () => all));
};

const looks = ({ print, say }: Output): readonly Command[] => [
  verb('doctor', 'what this machine has, what is missing, and how to get it', 'doctor').action(
    (options: VerbOptions) =>
      print(options, 'Looking at this machine', doctor(options.dataDir ?? defaultDataDir)),
  ),
  verb('status', 'parts, queues, outboxes, sagas and dead letters of the running system', 'status').action(
    (options: VerbOptions) => print(options, 'Asking the running system', status(options.dataDir)),
  ),
  verb(
    'check',
    'whether all orders, accounts and stock of the running system add up: all invariants',
    'check --limit 200',
  )
    .option('--limit <orders>', 'judge no more than so many, the newest', wholeNumber(1), 1_000)
    .option('--wait <seconds>', 'for sagas that are on their way, at most', wholeNumber(0), 10)
    .option('--save <file>', 'keep what was read, to be judged again later or elsewhere', pathAsTyped)
    .addOption(
      new Option('--from <file>', 'judge what was saved, and no running system')
        .argParser(pathAsTyped)
        .conflicts(['save', 'limit', 'wait', 'dataDir']),
    )
    .action((options: VerbOptions & CheckOptions) => print(options, checking(options), check(options, say))),
];

const checking = ({ from }: CheckOptions): string =>
  from === undefined ? 'Checking the running system' : `Judging ${from}`;

const sagaVerbs = ({ print, say }: Output): readonly Command[] => [
  verb('sagas', 'all sagas, the newest first', 'sagas --status PARKED')
    .addOption(new Option('--status <status>', 'only those').choices(SagaStatus.options))
    .option('--limit <sagas>', 'show no more than so many', wholeNumber(1), 20)
    .action((options: VerbOptions & SagasOptions) =>
      print(
        options,
        'Asking the orchestrator',
        on(options, (one) => sagas(one, options)),
      ),
    ),
  verb(
    'saga',
    'one saga: its story, its picture, what is left, what an abort would undo',
    'saga 4f1c09a2b7d3e855',
  )
    .argument('<id>', 'its id, which is the id of its order')
    .action((id: string, options: VerbOptions) =>
      print(
        options,
        'Reading the histories',
        on(options, (one) => saga(one, id)),
      ),
    ),
  verb('parked', 'sagas that wait for a person', 'parked').action((options: VerbOptions) =>
    print(options, 'Asking the orchestrator', on(options, parked)),
  ),
  verb('follow', 'what happens to sagas, line by line, until Ctrl-C', 'follow')
    .argument('[id]', 'only this saga')
    .action((id: string | undefined, options: VerbOptions) => followUntilInterrupted(id, options, say)),
];

const acts = (print: Print): readonly Command[] => {
  const actVerb = (name: Act, description: string, example: string): Command =>
    verb(name, description, example)
      .argument('<id>', 'the id of the saga')
      .addOption(operatorOption())
      .action((id: string, options: VerbOptions & ActOptions) =>
        print(
          options,
          'Asking the orchestrator',
          on(options, (one) => act(one, name, id, options)),
        ),
      );
  const reason = ['--reason <text>', 'why; the history keeps it'] as const;
  return [
    actVerb('retry', 'sends the open command of a saga again, now', 'retry 4f1c09a2b7d3e855'),
    actVerb(
      'abort',
      'gives a saga up, before its pivot: everything is undone',
      'abort 4f1c09a2b7d3e855 --reason "wrong price in the shop"',
    ).requiredOption(...reason),
    actVerb(
      'resolve',
      'says that the open step of a parked saga has been done by hand',
      'resolve 4f1c09a2b7d3e855 --reason "the reservation is released"',
    ).requiredOption(...reason),
  ];
};

const deadLetters = (print: Print): Command => {
  const letters = verb('dead-letters', 'messages that could not be handled', 'dead-letters').action(
    (options: VerbOptions) => print(options, 'Asking the services', on(options, listDeadLetters)),
  );
  const id = () => new Argument('<id>', 'the id of the dead letter');
  return letters
    .addCommand(
      verb('show', 'one of them, with its content', 'dead-letters show 4f1c09a2b7d3e855')
        .addArgument(id())
        .action((letter: string, _: VerbOptions, command: Command) => {
          const options = command.optsWithGlobals<VerbOptions>();
          return print(
            options,
            'Asking the services',
            on(options, (one) => showDeadLetter(one, letter)),
          );
        }),
    )
    .addCommand(
      verb(
        'replay',
        'handles one again: the same bytes under the same id',
        'dead-letters replay 4f1c09a2b7d3e855',
      )
        .addArgument(id())
        .addOption(operatorOption())
        .action((letter: string, _: VerbOptions, command: Command) => {
          const options = command.optsWithGlobals<VerbOptions & ActOptions>();
          const replay = (one: Lab) => replayDeadLetter(one, letter, options.operator);
          return print(options, 'Asking the services', on(options, replay));
        }),
    );
};

const operatorOption = (): Option =>
  new Option('--operator <name>', 'who does it; the history keeps it').default(userInfo().username);
