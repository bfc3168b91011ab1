// The one guard of admin routes: a bearer token (RFC 6750).
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Problem } from '../routes/problem.ts';

/** Lets a request pass that brings the token; any other one gets 401 and never reaches the route. */
export const requireAdmin = (adminToken: string): RequestHandler => {
  const expected = digest(`Bearer ${adminToken}`);
  return (request, response, next) => {
    const given = request.headersDistinct['authorization'] ?? [];
    if (given.length === 1 && timingSafeEqual(digest(given[0] ?? ''), expected)) {
      next();
      return;
    }
    response.set('WWW-Authenticate', given.length === 0 ? 'Bearer' : 'Bearer error="invalid_token"');
    throw new Problem(401, 'UNAUTHORIZED', 'This needs the admin token: Authorization: Bearer <token>.');
  };
};

/** Hashed first, so that comparing takes the same time for every length and content. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
