// The tables that say which test covers what: the columns of the tests are written from the tags, the rest by hand.
import { basename } from 'node:path';
import { anchorOf } from '@saga-lab/lab/twins/why';
import type { Counterpart, Coverage, Mutation, Tags, Witness } from './tags.ts';

const ROW = /^\| ([A-Z]-\d+) \|/;
/** How a row says that no test covers it. */
const SAYS_SO = /_Not covered_|_later_|nothing covers it yet/;
/** Place of the written column among the cells of a row: id, text, covered by, outcome. */
const COVERED_BY = 2;

/** A page with rows `| F-01 | fault | covered by | outcome |`, its third column written anew. */
export const withCoverage = (page: string, coverages: readonly Coverage[]): string =>
  page
    .split('\n')
    .map((line) => {
      const row = ROW.exec(line)?.[1];
      if (row === undefined) return line;
      const cells = cellsOf(line);
      cells[COVERED_BY] = witnesses(coverages.filter((each) => each.row === row).map(({ by }) => by));
      return `| ${cells.join(' | ')} |`;
    })
    .join('\n');

/** Ids of the rows of a page, in their order. */
export const rowsIn = (page: string): readonly string[] =>
  page.split('\n').flatMap((line) => ROW.exec(line)?.[1] ?? []);

/** Rows that no test covers, and that do not say so themselves. */
export const uncovered = (page: string): readonly string[] =>
  page
    .split('\n')
    .filter((line) => ROW.test(line) && cellsOf(line)[COVERED_BY] === '' && !SAYS_SO.test(line))
    .flatMap((line) => ROW.exec(line)?.[1] ?? []);

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\| | \|$/g, '')
    .split(' | ')
    .map((cell) => cell.trim());

/** The page of mutations: below each `## section` a table of what was taken away. */
export const withMutations = (page: string, mutations: readonly Mutation[]): string => {
  const [head = '', ...sections] = page.split(/^## /m);
  const written = sections.map((section) => {
    const name = section.slice(0, section.indexOf('\n'));
    return `## ${name}\n\n${mutationTable(mutations.filter((each) => each.section === name))}\n`;
  });
  return [head, ...written].join(written.length > 0 ? '' : '\n').replace(/\n+$/, '\n');
};

/** The sections of the page of mutations. */
export const sectionsIn = (page: string): readonly string[] =>
  [...page.matchAll(/^## (.+)$/gm)].map(([, name = '']) => name);

const mutationTable = (mutations: readonly Mutation[]): string => {
  const byText = Map.groupBy(mutations, ({ takenAway }) => takenAway);
  const rows = [...byText].map(
    ([takenAway, of]) => `| ${takenAway} | ${witnesses(of.map(({ by }) => by))} | ${inSimulator(of)} |`,
  );
  return [
    '<!-- prettier-ignore -->',
    '| taken away | turns red | in the simulator |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
};

const inSimulator = (mutations: readonly Mutation[]): string =>
  mutations.flatMap(({ counterpart }) => (counterpart ? [said(counterpart)] : [])).join('; ');

const said = (counterpart: Counterpart): string => {
  if (counterpart.kind === 'twin')
    return counterpart.names.map((name) => `[${name}](why.md#${anchorOf(name)})`).join(', ');
  const { kind, reason } = counterpart;
  return `${kind === 'real' ? '_real parts_' : '_none_'}: ${reason}`;
};

/** What is wrong with the twins of the mutations, of which these are planted in the simulator: one sentence each. */
export const twinTroubles = (
  mutations: readonly Mutation[],
  planted: readonly string[],
): readonly string[] => {
  const byText = Map.groupBy(mutations, ({ section, takenAway }) => `${section}: ${takenAway}`);
  const named = new Set(
    mutations.flatMap(({ counterpart }) => (counterpart?.kind === 'twin' ? counterpart.names : [])),
  );
  return [
    ...[...byText]
      .filter(([, of]) => of.every(({ counterpart }) => counterpart === undefined))
      .map(([row]) => `${row}: has no twin, and does not say why`),
    ...[...named].filter((name) => !planted.includes(name)).map((name) => `there is no twin ${name}`),
    ...planted.filter((name) => !named.has(name)).map((name) => `the twin ${name} belongs to no row`),
  ];
};

/** Tags of rows and sections that no page has. */
export const strayTags = (
  tags: Tags,
  rows: readonly string[],
  sections: readonly string[],
): readonly string[] => [
  ...tags.coverages.filter(({ row }) => !rows.includes(row)).map(({ row, by }) => `${row}: ${link(by)}`),
  ...tags.mutations
    .filter(({ section }) => !sections.includes(section))
    .map(({ section, by }) => `${section}: ${link(by)}`),
];

const witnesses = (all: readonly Witness[]): string => {
  const scenarios = all.filter(({ kind }) => kind === 'scenario');
  const tests = all.filter(({ kind }) => kind === 'test');
  return [...scenarios, ...tests].map(link).join(', ');
};

const link = (witness: Witness): string =>
  witness.kind === 'scenario'
    ? `\`${witness.name}\``
    : `[${labelOf(witness.file)}](../${witness.file}) "${witness.sentence.replaceAll('|', '\\|')}"`;

/** `payment decider` of a service, `relay` of the rest. */
const labelOf = (file: string): string => {
  const name = basename(file)
    .replace(/(\.integration)?\.(test|contract)\.ts$/, '')
    .replaceAll('-', ' ');
  const service = /^([a-z]+)-service\/|^saga-(orchestrator)\//.exec(file);
  return service ? `${service[1] ?? service[2] ?? ''} ${name}` : name;
};
