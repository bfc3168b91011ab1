// Problem details for HTTP APIs (RFC 9457): the one form of every error answer.

/** Thrown by a route, turned into `application/problem+json` by the app. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** Stable, for programs: `ORDER_ALREADY_APPROVED`. */
  readonly code: string;
  readonly extras: Readonly<Record<string, unknown>>;
  /** `detail`: for people, says what happened and what to do; `extras`: further members, e.g. `errors: [{ field, message }]`. */
  constructor(status: number, code: string, detail: string, extras: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.extras = extras;
  }
}

/** For a field that has the right form, and is wrong all the same. */
export const invalidField = (part: 'query' | 'body', field: string, message: string): Problem =>
  new Problem(400, 'VALIDATION_FAILED', `${field}: ${message}`, {
    errors: [{ in: part, field, message }],
  });

export const invalidQuery = (field: string, message: string): Problem =>
  invalidField('query', field, message);
