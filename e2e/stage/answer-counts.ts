// The answers to many requests, counted; whatever is asked, some must never come.
import { expect } from 'chai';
import type { ScenarioRun } from './scenario-run.ts';

/** A stack, or the words of a driver: nothing for clients. */
const INSIDE = /\bat .*\.[cm]?[jt]s:|node_modules|Mongo|amqplib|E11000/;

interface Answered {
  readonly status: number;
  readonly body: string;
}

/** What is wrong with an answer whatever was asked, if anything is. */
export const faultOf = ({ status, body }: Answered): string | undefined => {
  if (!(status >= 100 && status < 600)) return `no status: ${status}`;
  if (status >= 500 && status !== 503) return `${status} ${body.slice(0, 300)}`;
  const [found] = INSIDE.exec(body) ?? [];
  return found === undefined ? undefined : `${status} with words from inside: ${found.slice(0, 100)}`;
};

export const countAnswers = () => {
  const times = new Map<number, number>();
  const forbidden: string[] = [];
  return {
    add: (what: string, answer: Answered): void => {
      times.set(answer.status, (times.get(answer.status) ?? 0) + 1);
      const found = faultOf(answer);
      if (found !== undefined) forbidden.push(`${what}: ${found}`);
    },
    /** `requests`: what they were. */
    report: (run: ScenarioRun, requests: string): void => {
      expect(forbidden.join('\n'), 'answers that nobody may get').to.equal('');
      const total = [...times.values()].reduce((sum, count) => sum + count, 0);
      const statuses = [...times].sort(([a], [b]) => a - b).map(([status, count]) => `${count} x ${status}`);
      run.reportResult(
        `${total} ${requests}: ${statuses.join(', ')}; 0 x 5xx other than 503, 0 words from inside`,
      );
    },
  };
};
export type AnswerCounts = ReturnType<typeof countAnswers>;
