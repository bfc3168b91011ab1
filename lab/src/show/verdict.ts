// Verdicts as marks with a sentence each: (/) holds, (~) open, (x) violated.
import type { Verdict } from '../checker/verdict.ts';
import type { Paint } from './paint.ts';
import type { Token } from './palette.ts';

export const marks: Readonly<Record<Verdict['state'], { mark: string; token: Token }>> = {
  holds: { mark: '(/)', token: 'ok' },
  open: { mark: '(~)', token: 'wait' },
  violated: { mark: '(x)', token: 'fail' },
};

export const verdictLines = (verdicts: readonly Verdict[], paint: Paint): readonly string[] =>
  verdicts.flatMap((verdict) => {
    const { mark, token } = marks[verdict.state];
    const line = `${paint(token, mark)} ${verdict.invariant} ${verdict.sentence}`;
    return [line, ...verdict.findings.map((finding) => `        ${finding}`)];
  });
