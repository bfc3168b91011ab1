// `npm run lab -- doctor`: exit code 0 if `npm test` could run here, 69 if something that it needs is missing.
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { findingLines, isViolated } from '../finding.ts';
import type { Outcome } from '../outcome.ts';
import { factsOf } from './facts.ts';
import { findingsOf } from './findings.ts';

export const doctor = (dataDir: string): Outcome => {
  const facts = factsOf(dataDir, process.env);
  const findings = findingsOf(facts);
  const isMissing = findings.some(isViolated);
  const last = isMissing ? 'Something is missing: npm test cannot run.' : 'npm test can run.';
  return {
    data: { canTest: !isMissing, findings, facts },
    lines: (paint) => [...findingLines(findings, paint), '', last],
    exitCode: isMissing ? exitCodes.missing : exitCodes.holds,
  };
};
