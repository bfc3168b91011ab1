// Requests to the demo service, and the problems that it answers with.
import { expect } from 'chai';
import type { startDemo } from './demo-service.ts';

export type Demo = Awaited<ReturnType<typeof startDemo>>;

export interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly { in: string; field: string; message: string }[];
}

/** A body that it takes. */
export const GOOD = '{"customerId":"c1","lines":[{"sku":"lamp","quantity":1}]}';
export const JSON_TYPE = { 'content-type': 'application/json' };
export const KEY = { 'idempotency-key': 'k1' };

export const postTo = (
  { url }: Demo,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${url}/orders`, { method: 'POST', headers: { ...JSON_TYPE, ...KEY, ...headers }, body });

/** The problem that was answered, with all that every problem has. */
export const problemOf = async (response: Response): Promise<ProblemBody> => {
  expect(response.headers.get('content-type')).to.match(/^application\/problem\+json/);
  const problem = (await response.json()) as ProblemBody;
  expect(problem).to.include({ type: 'about:blank', status: response.status });
  expect(problem).to.include.keys('title', 'code', 'detail', 'instance');
  expect(problem.requestId).to.equal(response.headers.get('x-request-id')).and.not.equal('');
  return problem;
};
