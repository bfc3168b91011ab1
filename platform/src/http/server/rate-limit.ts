// One client must not crowd out the others: so many writing requests a second from one address, and no more.
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { Problem } from '../routes/problem.ts';

const WINDOW_MS = 1_000;
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The address is that of the connection: what a client says about itself counts for nothing. */
export const limitWrites = (perSecond: number): RequestHandler =>
  rateLimit({
    windowMs: WINDOW_MS,
    limit: perSecond,
    legacyHeaders: false,
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    skip: ({ method }) => !WRITES.has(method),
    handler: () => {
      throw new Problem(
        429,
        'TOO_MANY_REQUESTS',
        `One address may write ${perSecond} times a second; wait a moment, then send this again.`,
      );
    },
  });
