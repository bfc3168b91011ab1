// The catalogue as `npm run scenario` prints it: by chapter on a terminal, one line for each scenario elsewhere.
import type { Paint } from '@saga-lab/lab/show/paint';
import { chapterNames, chapters } from './chapters.ts';
import type { Scenario } from './define.ts';

const INDENT = 2;
const GAP = 2;
/** Narrower than this no sentence can be read, whatever the terminal says. */
const LEAST_COLUMNS = 24;

type Listed = Pick<Scenario, 'name' | 'chapter' | 'sentence'>;

/** For `grep` and scripts. */
export const plainList = (catalogue: readonly Listed[]): readonly string[] => {
  const width = widestName(catalogue);
  return catalogue.map(({ name, sentence }) => `${name.padEnd(width)}  ${sentence}`);
};

/** `columns`: the width of the terminal. */
export const listByChapter = (
  catalogue: readonly Listed[],
  columns: number,
  paint: Paint,
): readonly string[] => {
  const width = widestName(catalogue);
  const room = Math.max(LEAST_COLUMNS, columns - INDENT - width - GAP);
  const entry = ({ name, sentence }: Listed): readonly string[] =>
    wrapped(sentence, room).map((line, n) => {
      const left = (n === 0 ? name : '').padEnd(width);
      return `${' '.repeat(INDENT)}${left}${' '.repeat(GAP)}${line}`;
    });
  const chapterLines = chapterNames.flatMap((chapter) => {
    const own = catalogue.filter((scenario) => scenario.chapter === chapter);
    return own.length === 0 ? [] : [paint('heading', chapters[chapter]), ...own.flatMap(entry), ''];
  });
  return [...chapterLines, 'Play one of them: npm run scenario -- happy-path'];
};

const widestName = (catalogue: readonly Listed[]): number =>
  Math.max(...catalogue.map(({ name }) => name.length));

/** At spaces; a word that is longer than a line has one of its own. */
export const wrapped = (text: string, room: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= room || line === '') line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
};
