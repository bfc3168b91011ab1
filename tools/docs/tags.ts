// Which tests cover which row of which table, told by tags at the tests themselves:
//   // @covers F-03 R-10                     above an `it` or `describe`: it is the test of these rows
//   // @mutation The messages: the sweeper [twin: sweeper off]
//                                             above an `it`: it turned red when that was taken away; the twin is the bug that
//                                             the simulator is given without it, several with `; ` between them. What cannot be
//                                             planted there says why: [real: it needs ...] or [none: without it ...]
// A scenario says in its data what it `covers`; one that is alone in its file may carry a @mutation too.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../../e2e/stage/catalogue.ts';

/** A test by its file and sentence, or a scenario by its name. */
export type Witness =
  | { readonly kind: 'test'; readonly file: string; readonly sentence: string }
  | { readonly kind: 'scenario'; readonly name: string };

export interface Coverage {
  /** `F-03`, `R-10`. */
  readonly row: string;
  readonly by: Witness;
}

/** The planted bugs that the simulator must catch when the same is taken away, or why there are none. */
export type Counterpart =
  | { readonly kind: 'twin'; readonly names: readonly string[] }
  | { readonly kind: 'real' | 'none'; readonly reason: string };

export interface Mutation {
  readonly section: string;
  readonly takenAway: string;
  readonly counterpart: Counterpart | undefined;
  readonly by: Witness;
}

export interface Tags {
  readonly coverages: readonly Coverage[];
  readonly mutations: readonly Mutation[];
}

const TAG = /^\s*\/\/ @(covers|mutation) (.+)$/;
/** What a test, a group of tests, or a row of data in a test is called. */
const SENTENCE =
  /\b(?:it|describe)\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1|^\s*says:\s*(['"`])((?:\\.|(?!\3)[^\\])*)\3/m;

/** @throws Error for a tag with no test behind it. */
export const tagsIn = (file: string, text: string): Tags => {
  const lines = text.split('\n');
  const found = lines.flatMap((line, n) => {
    const [, kind, value = ''] = TAG.exec(line) ?? [];
    if (kind === undefined) return [];
    return [{ kind, value: value.trim(), by: witnessBehind(file, lines.slice(n + 1)) }];
  });
  return {
    coverages: found
      .filter(({ kind }) => kind === 'covers')
      .flatMap(({ value, by }) => value.split(/\s+/).map((row) => ({ row, by }))),
    mutations: found
      .filter(({ kind }) => kind === 'mutation')
      .map(({ value, by }) => ({ ...mutationIn(value), by })),
  };
};

const MUTATION = /^(?<section>.*?): (?<takenAway>.*?)(?: \[(?<kind>twin|real|none): (?<what>[^\]]+)\])?$/;

const mutationIn = (value: string): Omit<Mutation, 'by'> => {
  const { section = '', takenAway = value, kind, what = '' } = MUTATION.exec(value)?.groups ?? {};
  return { section, takenAway, counterpart: counterpartOf(kind, what) };
};

const counterpartOf = (kind: string | undefined, what: string): Counterpart | undefined => {
  if (kind === 'twin') return { kind, names: what.split('; ') };
  return kind === 'real' || kind === 'none' ? { kind, reason: what } : undefined;
};

const witnessBehind = (file: string, lines: readonly string[]): Witness => {
  const scenario = /^e2e\/scenarios\/([a-z-]+)\.ts$/.exec(file)?.[1];
  if (scenario !== undefined) return { kind: 'scenario', name: scenario };
  const next = SENTENCE.exec(lines.slice(0, 12).join('\n'));
  const sentence = next?.[2] ?? next?.[4];
  if (sentence === undefined) throw new Error(`${file} has a tag with no test behind it: ${lines[0] ?? ''}`);
  return { kind: 'test', file, sentence: spoken(sentence) };
};

/** As mocha prints it, with `...` for what differs from one run of a loop to the next. */
const spoken = (sentence: string): string =>
  sentence.replaceAll(/\$\{[^}]*\}/g, '...').replaceAll(/\\(.)/g, '$1');

const isTest = (file: string): boolean =>
  /\.(test|contract)\.ts$|^e2e\/scenarios\//.test(file) && !file.includes('node_modules');

/** All tags of the project. `root`: its folder, with a slash at the end. */
export const allTags = async (root: string): Promise<Tags> => {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    workspaces: readonly string[];
  };
  const files = globSync(workspaces, { cwd: root }).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter(isTest)
      .sort(),
  );
  const tags = files.map((file) => tagsIn(file, readFileSync(join(root, file), 'utf8')));
  return {
    coverages: [...tags.flatMap(({ coverages }) => coverages), ...(await coveragesOfScenarios())],
    mutations: tags.flatMap(({ mutations }) => mutations),
  };
};

const coveragesOfScenarios = async (): Promise<readonly Coverage[]> =>
  (await loadCatalogue()).flatMap(({ name, covers }) =>
    covers.map((row) => ({ row, by: { kind: 'scenario' as const, name } })),
  );
