// `npm run new:service -- parcel`: a new participant, from its contract to its container, that works and is tested.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { failed } from '@saga-lab/launcher/command/failed';
import { edits } from './edits.ts';
import { filledIn, namesOf } from './names.ts';
import type { Names } from './names.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const templates = fileURLToPath(new URL('template/', import.meta.url));

/** File in the project -> its text. */
type Files = ReadonlyMap<string, string>;

const newFiles = (names: Names): Files =>
  new Map(
    globSync('**/*.tmpl', { cwd: templates }).map((template) => {
      const place = template
        .replace(/^contracts\//, 'contracts/src/')
        .replace(/^service\//, `${names.service}/`)
        .replace(/\.tmpl$/, '');
      return [filledIn(place, names), filledIn(readFileSync(join(templates, template), 'utf8'), names)];
    }),
  );

const changedFiles = (names: Names): Files =>
  new Map(
    edits.map(({ file, edited }) => {
      try {
        return [file, edited(readFileSync(join(root, file), 'utf8'), names)];
      } catch (error) {
        throw new ExitError(
          exitCodes.violated,
          `Nothing was changed: ${file} cannot be edited, ${(error as Error).message}`,
        );
      }
    }),
  );

/** All or nothing is written. @throws ExitError 64 for a bad name or one that is taken */
const create = (noun: string): Names => {
  const names = named(noun);
  if (existsSync(join(root, names.service)) || existsSync(join(root, 'contracts/src', `${noun}.ts`)))
    throw new ExitError(
      exitCodes.usage,
      `There is a ${names.service} already, or a contract of that name. Choose another noun.`,
    );
  const [made, changed] = [newFiles(names), changedFiles(names)];
  for (const [file, text] of [...made, ...changed]) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  process.stdout.write(
    `Made ${names.service}: ${made.size} files, and a line or two in ${[...changed.keys()].join(', ')}.\n`,
  );
  return names;
};

const named = (noun: string): Names => {
  try {
    return namesOf(noun);
  } catch (error) {
    throw new ExitError(exitCodes.usage, `${(error as Error).message}. Type: npm run new:service -- parcel`);
  }
};

/** npm has to know the new workspace, and the layout is prettier's. */
const settle = ({ service, noun }: Names): void => {
  const files = [
    service,
    `contracts/src/${noun}.ts`,
    `contracts/src/dtos/${noun}.ts`,
    ...edits.map(({ file }) => file).filter((file) => file.endsWith('.ts')),
  ];
  for (const [program, ...args] of [
    ['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
    ['npx', 'prettier', '--write', '--log-level', 'warn', ...files],
  ]) {
    const { status } = spawnSync(program ?? '', args, { cwd: root, stdio: ['ignore', 2, 2] });
    if (status !== 0)
      throw new ExitError(
        exitCodes.violated,
        `The files are there, but this failed: ${program ?? ''} ${args.join(' ')}`,
      );
  }
};

const nextSteps = ({ service, noun, Noun }: Names): string =>
  [
    '',
    'Now give it a step in the saga:',
    `  1. a row in saga-orchestrator/src/sagas/order-fulfilment/steps.ts:`,
    `     { step: 'book-${noun}', participant: '${service}', kind: 'compensatable',`,
    `       command: 'Book${Noun}', succeeded: '${Noun}Booked', compensation: 'Cancel${Noun}', compensated: '${Noun}Cancelled' },`,
    `  2. what its commands carry, in data.ts beside it:`,
    `     Book${Noun}: ({ orderId }): Book${Noun}['data'] => ({ orderId }),`,
    `     Cancel${Noun}: ({ orderId }): Cancel${Noun}['data'] => ({ orderId }),`,
    '  3. npm run check, then npm start -- --once',
    '',
  ].join('\n');

try {
  const [noun = '', ...flags] = process.argv.slice(2);
  const names = create(noun);
  if (!flags.includes('--no-install')) settle(names);
  process.stdout.write(nextSteps(names));
} catch (error) {
  failed(error);
}
