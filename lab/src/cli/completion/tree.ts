// The verbs of the command line as data: what may stand where, for the completion of a shell.
import type { Command } from 'commander';

export interface VerbNode {
  /** As it is typed: `dead-letters show`. */
  readonly path: string;
  readonly description: string;
  /** Verbs below it, and the words that its first argument may be. */
  readonly words: readonly { readonly word: string; readonly description: string }[];
  readonly options: readonly {
    readonly flag: string;
    readonly description: string;
    readonly choices: readonly string[];
    /** It is followed by a value. */
    readonly takesValue: boolean;
  }[];
}

/** The program itself first, with the empty path. */
export const verbTree = (command: Command, path: readonly string[] = []): readonly VerbNode[] => [
  {
    path: path.join(' '),
    description: command.description(),
    words: [
      ...command.commands.map((each) => ({ word: each.name(), description: each.description() })),
      ...command.registeredArguments
        .slice(0, 1)
        .flatMap(({ argChoices = [] }) => argChoices.map((word) => ({ word, description: '' }))),
    ],
    options: command.options.map(({ long, description, argChoices = [], required }) => ({
      flag: long ?? '',
      description,
      choices: argChoices,
      takesValue: required,
    })),
  },
  ...command.commands.flatMap((each) => verbTree(each, [...path, each.name()])),
];
