// An audit as lines: what was judged, the verdicts, and below them what to look at.
import type { Audit } from '../../reader/audit.ts';
import { count } from '../../checker/verdict.ts';
import type { Verdict } from '../../checker/verdict.ts';
import type { Paint } from '../../show/paint.ts';
import { verdictLines } from '../../show/verdict.ts';
import { findingLines } from '../finding.ts';
import { adviceOn } from './advice.ts';

/** More of one sort tell a reader nothing new; `--json` has them all. */
const MOST_FINDINGS = 5;

export const auditLines = (audit: Audit, paint: Paint): readonly string[] => {
  const advice = findingLines(adviceOn(audit), paint);
  return [
    paint(
      'heading',
      `${count(audit.orders, 'order')}, ${count(audit.accounts, 'account')} and ${count(audit.skus, 'SKU')} judged`,
    ),
    '',
    ...verdictLines(audit.verdicts.map(shortened), paint),
    ...(advice.length > 0 ? ['', ...advice] : []),
  ];
};

const shortened = (verdict: Verdict): Verdict => {
  const more = verdict.findings.length - MOST_FINDINGS;
  if (more <= 0) return verdict;
  return { ...verdict, findings: [...verdict.findings.slice(0, MOST_FINDINGS), `and ${more} more (--json)`] };
};
