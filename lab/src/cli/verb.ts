// What all verbs of `npm run lab` have in common: two options, an example, and how their outcome is printed.
import { typedPath } from '@saga-lab/launcher/command/typed-path';
import { Command } from 'commander';
import type { Outcome } from './outcome.ts';

/** What commander gives to every verb. */
export interface VerbOptions {
  readonly json: boolean;
  readonly dataDir?: string;
}

/** Prints what a verb found, with `what` as the progress meanwhile. */
export type Print = (options: VerbOptions, what: string, work: Outcome | Promise<Outcome>) => Promise<void>;

/** How a verb speaks: its outcome on stdout, what it is doing on stderr. */
export interface Output {
  readonly print: Print;
  readonly say: (line: string) => void;
}

/** For every option that takes a path. */
export const pathAsTyped = (path: string): string => typedPath(path, process.env);

/** @param example what a person types behind `npm run lab --` */
export const verb = (name: string, description: string, example: string): Command =>
  new Command(name)
    .description(description)
    .option('--json', 'one JSON document on stdout, nothing else', false)
    .option('--data-dir <path>', 'the data directory of the system (default: .data)', pathAsTyped)
    .addHelpText('after', `\nExample: npm run lab -- ${example}`);
