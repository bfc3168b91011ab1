// Writes a report as a folder, `reports/<run>/`: the page, what was judged, the verdicts and the figures.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Facts } from '../checker/facts.ts';
import { newFactsFile } from '../reader/facts-file/save.ts';
import { windowFigures, windowsIn } from '../figures/inconsistency-window.ts';
import { observationOf } from './observation-of.ts';
import { sagaFigure, sagaSvg } from './picture/standalone.ts';
import type { Figure } from './pieces.ts';
import type { FileLink, Report } from './report.ts';
import { outcomeOf, reportPage } from './report.ts';
import type { RunTimes } from './sagas.ts';
import { sagaPictures, sagasToShow, timeIn } from './sagas.ts';
import { windowFigure } from './window-figure.ts';

/** What to open in a browser. */
export const PAGE = 'index.html';
const HISTORY = 'history.jsonl';

/**
 * Makes `folder` if it is not there and replaces the files of its names; resolves with the path of the page. Call it once
 * the run is over:
 *
 *     const path = await writeReport(`reports/${run}`, { title, command, at, real, simulated, verdicts, figures, injections, facts, began });
 *     say(`Report: ${path}`);
 *
 * @throws the error of the file system.
 */
export const writeReport = async (folder: string, report: Report): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const write = (file: string, text: string) => writeFile(join(folder, file), text);
  const { title, command, at, real, simulated, verdicts, injections, facts } = report;
  const run = { title, command, at, real, simulated };
  const { state, sentence } = outcomeOf(report);
  const figures = [...report.figures, ...(facts ? [windowsOf(facts, report)] : [])];
  await write('verdict.json', json({ ...run, state, sentence, verdicts, injections }));
  await write('figures.json', json({ ...run, figures }));
  if (facts) await writeFacts(join(folder, HISTORY), facts);
  const pictures = facts ? picturesOf(report, facts) : [];
  for (const { file, picture } of pictures) await write(file, sagaSvg(picture));
  const shown = pictures.map(({ file, picture }) => sagaFigure(picture, file));
  await write(
    PAGE,
    reportPage({ ...report, figures }, shown, [...(facts ? [historyLink(folder)] : []), ...links]),
  );
  return join(folder, PAGE);
};

const windowsOf = (facts: Facts, { durableAt }: RunTimes): Figure => {
  const sagas = facts.orders.map(({ id }) => id);
  const timeOf = durableAt && timeIn(durableAt);
  const clock = durableAt ? 'the clock of the simulated world' : 'the clock of each database';
  return windowFigure(windowFigures(windowsIn(facts.history, sagas, timeOf)), clock);
};

const picturesOf = (report: Report, facts: Facts) => {
  const sagas = report.sagas ?? sagasToShow(facts, report.verdicts);
  const { injections = [] } = report;
  return sagaPictures(facts, sagas, { ...report, injections }).map((picture) => ({
    picture,
    file: fileOf(picture.saga),
  }));
};

/** Ids may be anything. */
const fileOf = (saga: string): string =>
  `saga-${encodeURIComponent(saga.toWellFormed())
    .replaceAll(/[^\w-]/g, '_')
    .slice(0, 100)}.svg`;

const json = (content: object): string => `${JSON.stringify(content, undefined, 2)}\n`;

const writeFacts = async (path: string, facts: Facts): Promise<void> => {
  const file = await newFactsFile(path);
  try {
    await file.write(observationOf(facts));
  } finally {
    await file.close();
  }
};

const historyLink = (folder: string): FileLink => ({
  file: HISTORY,
  sentence: 'all that was judged, as JSON lines. To judge it again:',
  command: `npm run lab -- check --from ${join(folder, HISTORY)}`,
});

const links: readonly FileLink[] = [
  { file: 'verdict.json', sentence: 'verdicts, findings and injections.' },
  { file: 'figures.json', sentence: 'every figure of this page.' },
];
