// What was measured last by `npm run bench -- --full --record`, as documents say it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

type Row = readonly (string | number)[];

export interface Figure {
  readonly name: string;
  readonly heading: readonly string[];
  readonly rows: readonly Row[];
}

export interface RecordedSpeed {
  readonly command: string;
  readonly at: string;
  readonly machine: Readonly<Record<string, unknown>>;
  readonly figures: readonly Figure[];
}

export const recordFile = 'bench/recorded.json';
const path = fileURLToPath(new URL(`../../${recordFile}`, import.meta.url));

export const recordedSpeed = (): RecordedSpeed => JSON.parse(readFileSync(path, 'utf8')) as RecordedSpeed;

/** The file itself, as it should be formatted. */
export const formattedRecord = async (file = path): Promise<string> =>
  format(readFileSync(file, 'utf8'), { ...(await resolveConfig(file)), parser: 'json' });

/** Puts text between `<!-- name -->` and `<!-- /name -->`. @throws Error if they are not there */
export const between = (page: string, name: string, text: string): string => {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`there is no place for ${name}`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
};

/** All tables, each under its name. */
export const speedTables = ({ command, at, machine, figures }: RecordedSpeed): string =>
  [
    `\`${command}\` on ${at.slice(0, 10)}: ${onWhat(machine)}${beside(machine)}.`,
    ...figures.map(figureText),
  ].join('\n\n');

/** A table under its name. */
export const figureText = ({ name, heading, rows }: Figure): string =>
  `${name}:\n\n<!-- prettier-ignore -->\n${table(heading, rows)}`;

/** Ratios hold on a busy machine, too, more or less; absolute figures do not. */
export const beside = (machine: RecordedSpeed['machine']): string =>
  Number(machine['busyWithOthers']) >= 1 ? ', while other programs ran on it as well' : '';

export const onWhat = ({
  processors,
  memoryGiB,
  node,
  rabbitmq,
  mongodb,
  code,
}: RecordedSpeed['machine']): string =>
  `${String(processors)}, ${String(memoryGiB)} GiB, Node ${String(node)}, RabbitMQ ${String(rabbitmq)}, MongoDB ${String(mongodb)}, code ${String(code)}`;

const table = (heading: readonly string[], rows: readonly Row[]): string => {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.toLocaleString('en')).join(' | ')} |`;
  const [first = []] = rows;
  const rule = heading.map((_title, n) => (typeof first[n] === 'number' ? '--:' : '---'));
  return [line(heading), line(rule), ...rows.map(line)].join('\n');
};

/** One sentence with the figures that people ask for first. */
export const speedSentence = ({ figures, machine }: RecordedSpeed): string => {
  const of = (load: string, column: string): string => cell(figures, ['ours', load], column);
  const [one, fifty, many] = ['1 at once', '50 at once', '200 at once'];
  return `On ${String(machine['processors'])}${beside(machine)}, for services, databases, broker and load together, one alone took ${of(one, 'p50 ms')} ms (median); ${of(fifty, 'sagas/s')} completed per second with 50 at once and ${of(many, 'sagas/s')} with 200: ${ratio(figures, fifty)} and ${ratio(figures, many)} of what the floor does. [How fast it is](docs/performance.md)`;
};

const cell = (figures: readonly Figure[], [who, load]: readonly [string, string], column: string): string => {
  for (const { heading, rows } of figures) {
    const row = rows.find(([first, second]) => first === load && second === who);
    const value = row?.[heading.indexOf(column)];
    if (value !== undefined) return value.toLocaleString('en');
  }
  throw new Error(`nothing is recorded of ${column} of ${who} with ${load}`);
};

const ratio = (figures: readonly Figure[], load: string): string => cell(figures, ['floor', load], 'rate');
