// Writes a report as a folder, `reports/<run>/`: the page, what was judged, the verdicts and the figures.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Facts } from '../checker/facts.ts';
import { newFactsFile } from '../reader/facts-file/save.ts';
import { observationOf } from './observation-of.ts';
import type { FileLink, Report } from './report.ts';
import { outcomeOf, reportPage } from './report.ts';

/** What to open in a browser. */
export const PAGE = 'index.html';
const HISTORY = 'history.jsonl';

/**
 * Makes `folder` if it is not there and replaces the files of its names; resolves with the path of the page. Call it once
 * the run is over:
 *
 *     const path = await writeReport(`reports/${run}`, { title, command, at, real, simulated, verdicts, figures, injections, facts });
 *     say(`Report: ${path}`);
 *
 * @throws the error of the file system.
 */
export const writeReport = async (folder: string, report: Report): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const write = (file: string, text: string) => writeFile(join(folder, file), text);
  const { title, command, at, real, simulated, verdicts, figures, injections, facts } = report;
  const run = { title, command, at, real, simulated };
  const { state, sentence } = outcomeOf(report);
  await write('verdict.json', json({ ...run, state, sentence, verdicts, injections }));
  await write('figures.json', json({ ...run, figures }));
  if (facts) await writeFacts(join(folder, HISTORY), facts);
  await write(PAGE, reportPage(report, [], [...(facts ? [historyLink(folder)] : []), ...links]));
  return join(folder, PAGE);
};

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
