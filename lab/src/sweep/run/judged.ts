// What is read and judged of one cell alone, and where that is kept.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DeadLetterDto } from '@saga-lab/contracts/dtos/operation';
import { ofEveryService } from '@saga-lab/contracts/services';
import { judge } from '../../checker/judge.ts';
import { holds } from '../../checker/verdict.ts';
import type { CommitsByService } from '../../client/documents.ts';
import type { Lab } from '../../client/lab.ts';
import { factsOf } from '../../reader/facts-of.ts';
import { newFactsFile } from '../../reader/facts-file/save.ts';
import { patiently } from '../../reader/patience.ts';
import { readSystem } from '../../reader/read-system.ts';
import type { Reading } from '../../reader/reading.ts';
import type { CellParts } from './cell-parts.ts';

export const judged = ({ lab, names, deadLettersBefore, catchUpMs }: CellParts) => {
  const about = {
    customers: [names.customer],
    skus: [names.sku],
    orders: [names.orderId],
    deadLettersBefore,
  };
  const subjects = [names.orderId, names.customer, names.sku];
  const ofThisCell: Pick<Lab, 'commits' | 'deadLetters'> = {
    commits: () => commitsAbout(lab, subjects),
    deadLetters: async (service) =>
      (await lab.deadLetters(service)).filter((letter) => mayBeAbout(letter, subjects)),
  };
  const look = async () => {
    const reading = await readSystem({ ...lab, ...ofThisCell }, about);
    return { reading, verdicts: judge(factsOf(reading, reading)) };
  };
  return patiently(look, { isFine: ({ verdicts }) => holds(verdicts), forMs: catchUpMs });
};

/** Of this cell alone: the histories hold those of all other cells, too. */
const commitsAbout = async (lab: Lab, subjects: readonly string[]): Promise<CommitsByService> => {
  const read = await Promise.all(subjects.map(lab.commitsOf));
  return ofEveryService((service) => read.flatMap((commits) => commits[service]));
};

/** What tells no subject may be about any of them. */
export const mayBeAbout = ({ body }: Pick<DeadLetterDto, 'body'>, subjects: readonly string[]): boolean => {
  try {
    const { correlationid } = JSON.parse(body) as { readonly correlationid?: string };
    return correlationid === undefined || subjects.includes(correlationid);
  } catch {
    return true;
  }
};

export const kept = async (reading: Reading, path: string): Promise<string> => {
  mkdirSync(dirname(path), { recursive: true });
  const file = await newFactsFile(path);
  try {
    await file.write({ reading, begin: new Map(), leftOut: 0 });
    return path;
  } finally {
    await file.close();
  }
};
