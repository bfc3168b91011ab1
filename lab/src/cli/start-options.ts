// What `npm start` may be told, and by whom: the command line before the environment.
import { Command, Option } from 'commander';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { typedPath } from '@saga-lab/launcher/command/typed-path';
import type { EngineName } from '@saga-lab/launcher/system/state-file';
import { parsedCommand } from './parsed-command.ts';

export interface StartOptions {
  readonly engine: EngineName;
  /** The sentence that says why this engine. */
  readonly why: string;
  /** Stop after the four sagas. */
  readonly once: boolean;
  /** One JSON document on stdout instead of pictures. */
  readonly json: boolean;
  /** Three nodes of the broker, and three members of each database. */
  readonly cluster: boolean;
  /** Where this system keeps everything that is its own. */
  readonly dataDir?: string;
}

const engineNames: readonly string[] = ['real', 'memory'] satisfies EngineName[];

const command = (): Command =>
  new Command('npm start --')
    .description('Starts the whole lab and runs four sagas.')
    .option('--once', 'stop everything after the four sagas; the exit code is the verdict', false)
    .option('--json', 'one JSON document on stdout, nothing else', false)
    .option('--cluster', 'three nodes of the broker, and three members of each database', false)
    .option('--data-dir <path>', 'where this system keeps everything that is its own (default: .data)')
    .addOption(
      new Option('--engine <name>', 'real: processes, RabbitMQ, MongoDB; memory: nothing but Node').choices(
        engineNames,
      ),
    );

/** @throws ExitError 64 for a bad command line (0 for --help), 78 for a bad SAGA_LAB_ENGINE. */
export const startOptions = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): StartOptions => {
  const { engine, dataDir, ...others } = parse(args);
  const fromEnv = env.SAGA_LAB_ENGINE === '' ? undefined : env.SAGA_LAB_ENGINE;
  if (fromEnv !== undefined && !engineNames.includes(fromEnv))
    throw new ExitError(
      exitCodes.configuration,
      `SAGA_LAB_ENGINE is ${fromEnv}, but must be real or memory. Type: SAGA_LAB_ENGINE=memory npm start`,
    );
  const chosen = chosenEngine(engine, fromEnv);
  if (others.cluster && chosen.engine === 'memory')
    throw new ExitError(
      exitCodes.usage,
      `--cluster needs real parts, and the memory engine is ${chosen.why}. Leave one of them out.`,
    );
  return {
    ...others,
    ...(dataDir !== undefined && { dataDir: typedPath(dataDir, env) }),
    ...chosen,
  };
};

const chosenEngine = (asked: string | undefined, fromEnv: string | undefined) => {
  const engine: EngineName = (asked ?? fromEnv) === 'memory' ? 'memory' : 'real';
  if (asked !== undefined) return { engine, why: 'asked for by --engine' };
  if (fromEnv !== undefined) return { engine, why: 'asked for by SAGA_LAB_ENGINE' };
  return { engine, why: 'the default' };
};

type ParsedOptions = Omit<StartOptions, 'engine' | 'why'> & { readonly engine?: string };

const parse = (args: readonly string[]) => parsedCommand(command(), args).opts<ParsedOptions>();
