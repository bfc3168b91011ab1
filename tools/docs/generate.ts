// Writes what documents say of the code from the code itself: `npm run docs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { comparedTable } from './compared-page.ts';
import { metricsPage } from './metrics-page.ts';
import { museumPage } from './museum-page.ts';
import { costTables } from './protocols-page.ts';
import { growthFile, growthPath, recordedGrowth, withGrowth } from './recorded-growth.ts';
import {
  between,
  formattedRecord,
  recordedSpeed,
  recordFile,
  speedSentence,
  speedTables,
} from './recorded-speed.ts';
import { withCoverage, withMutations } from './tables.ts';
import { allTags } from './tags.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const protocolsPage = 'protocols/README.md';
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Every page with a written part -> how it should read now. */
export const generatedPages = async (): Promise<ReadonlyMap<string, string>> => {
  const { coverages, mutations } = await allTags(root);
  const speed = recordedSpeed();
  const compared = await comparedTable();
  return new Map([
    ['docs/metrics.md', await metricsPage()],
    ['docs/museum.md', await museumPage()],
    ['docs/failure-modes.md', withCoverage(read('docs/failure-modes.md'), coverages)],
    ['docs/rules.md', withCoverage(read('docs/rules.md'), coverages)],
    ['docs/mutations.md', withMutations(read('docs/mutations.md'), mutations)],
    [recordFile, await formattedRecord()],
    ['docs/performance.md', between(read('docs/performance.md'), 'recorded', speedTables(speed))],
    [growthFile, await formattedRecord(growthPath)],
    ['docs/scaling.md', withGrowth(read('docs/scaling.md'), recordedGrowth())],
    ['README.md', between(between(read('README.md'), 'speed', speedSentence(speed)), 'compared', compared)],
    [protocolsPage, between(between(read(protocolsPage), 'costs', await costTables()), 'faults', compared)],
  ]);
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [page, text] of await generatedPages()) writeFileSync(join(root, page), text);
