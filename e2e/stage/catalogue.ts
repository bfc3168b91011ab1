// All scenarios, read from their folder: a new file there is all that a new scenario takes.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { chapterNames, isChapter } from './chapters.ts';
import type { Scenario, ScenarioDefinition } from './define.ts';
import { needNames } from './needs.ts';

const scenariosFolder: string = fileURLToPath(new URL('../scenarios', import.meta.url));

interface Entry extends Scenario {
  readonly file: string;
  readonly position: number;
}

/**
 * In the order in which a newcomer should meet them: by chapter, then by position, then by file.
 * @throws ExitError that names the file whose default export is no scenario or no list of them, and what is wrong with it.
 */
export const loadCatalogue = async (folder: string = scenariosFolder): Promise<readonly Scenario[]> => {
  const files = readdirSync(folder).filter(isScenarioFile).sort();
  const entries = (await Promise.all(files.map((file) => entriesOf(folder, file)))).flat();
  mustDiffer(entries);
  return entries
    .sort((a, b) => rankOf(a) - rankOf(b) || a.position - b.position)
    .map(({ file: _file, position: _position, ...one }) => one);
};

const isScenarioFile = (file: string): boolean => file.endsWith('.ts') && !file.endsWith('.test.ts');

const rankOf = ({ chapter }: Scenario): number => chapterNames.indexOf(chapter);

const entriesOf = async (folder: string, file: string): Promise<readonly Entry[]> => {
  const exported = await defaultExportOf(folder, file);
  const isList = Array.isArray(exported);
  const found: readonly unknown[] = isList ? exported : [exported];
  if (found.length === 0) throw wrong(file, 'its list of scenarios is empty');
  return found.map((each) => {
    const what = faultIn(each, isList);
    if (what !== undefined) throw wrong(file, what);
    const {
      name = file.slice(0, -'.ts'.length),
      covers = [],
      needs = {},
      ...rest
    } = each as ScenarioDefinition;
    return { position: Number.MAX_SAFE_INTEGER, ...rest, name, covers, needs, file };
  });
};

const defaultExportOf = async (folder: string, file: string): Promise<unknown> => {
  const module = (await import(pathToFileURL(join(folder, file)).href).catch((error: unknown) => {
    throw wrong(file, `it cannot be loaded (${error instanceof Error ? error.message : String(error)})`);
  })) as { readonly default?: unknown };
  if (module.default === undefined) throw wrong(file, 'it has no default export');
  return module.default;
};

/** What keeps this from being a scenario; the compiler says the same, but nobody has to ask it first. */
const faultIn = (value: unknown, isInList: boolean): string | undefined => {
  if (typeof value !== 'object' || value === null) return 'its default export is no scenario';
  const { name, chapter, sentence, needs = {}, play } = value as Readonly<Record<string, unknown>>;
  return [
    nameFault(name, isInList),
    isChapter(chapter) ? undefined : `its chapter must be one of: ${chapterNames.join(', ')}`,
    isFilled(sentence) ? undefined : 'it has no sentence that says what it shows',
    needsFault(needs),
    typeof play === 'function' ? undefined : 'it has no function "play"',
  ].find((fault) => fault !== undefined);
};

const isFilled = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '';

const nameFault = (name: unknown, isInList: boolean): string | undefined => {
  if (!isInList) return name === undefined ? undefined : 'it must not have a name: the file gives it';
  const isName = typeof name === 'string' && /^[a-z]+(-[a-z]+)*$/.test(name);
  return isName ? undefined : 'each scenario of a list needs a name such as "out-of-stock"';
};

const needsFault = (needs: unknown): string | undefined => {
  if (typeof needs !== 'object' || needs === null) return 'its needs must be data, such as { instances: 2 }';
  const unknown = Object.keys(needs).find((name) => !needNames.some((known) => known === name));
  return unknown && `it needs "${unknown}", which is none of: ${needNames.join(', ')}`;
};

const mustDiffer = (entries: readonly Entry[]): void => {
  const files = new Map<string, string>();
  for (const { name, file } of entries) {
    const other = files.get(name);
    if (other === file) throw wrong(file, `two scenarios are called ${name}`);
    if (other !== undefined) throw wrong(file, `${other} has a scenario ${name}, too`);
    files.set(name, file);
  }
};

const wrong = (file: string, what: string): ExitError =>
  new ExitError(
    exitCodes.configuration,
    `e2e/scenarios/${file}: ${what}. Its default export must be scenario({ ... }), or a list of several; see happy-path.ts beside it.`,
  );
