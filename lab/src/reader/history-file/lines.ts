// The lines of a file of history. `docs/history-file.md` describes them for people.
import { serviceNames } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { commitShape } from '../../checker/shapes.ts';

export const FORMAT = 'saga-lab history';
export const VERSION = 1;

const n = z.int().min(1);
const sum = z.string().regex(/^[0-9a-f]{16}$/);

const commit = z.custom<Commit>().superRefine((value, context) => {
  const flaw = commitShape(value);
  if (flaw !== undefined) context.addIssue({ code: 'custom', message: `commit${flaw}` });
});

export const Header = z.strictObject({
  n,
  kind: z.literal('header'),
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  exportedAt: z.iso.datetime(),
  services: z.array(z.string()),
  /** Sagas of which the lab had forgotten everything before; left out: none. */
  forgotten: z.int().min(1).optional(),
  sum,
});

export const CommitLine = z.strictObject({
  n,
  kind: z.literal('commit'),
  service: z.enum(serviceNames),
  commit,
  sum,
});

export const End = z.strictObject({
  n,
  kind: z.literal('end'),
  /** Service -> how many commits of it stand above. */
  commits: z.record(z.string(), z.int()),
  sum,
});

/** Of everything in the file up to a line: the sum of the line before it, and its own content without a sum. */
export const sumOf = (before: string, line: object): string => {
  const { sum: _sum, ...content } = line as { readonly sum?: unknown };
  return createHash('sha256').update(before).update(JSON.stringify(content)).digest('hex').slice(0, 16);
};
