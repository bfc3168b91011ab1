// The bytes of a request's body, and what becomes of a body that is not wanted.
import type { Request, Response } from 'express';
import { Problem } from '../routes/problem.ts';

/** How long an answered client may go on sending. */
const LINGER_MS = 2_000;

/**
 * All of them, as they were sent.
 * @throws Problem 413 as soon as more than `limit` bytes are announced or there, 415 for a body that is compressed.
 */
export const readBytes = (request: Request, limit: number): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const { 'content-encoding': coding = 'identity', 'content-length': announced = '0' } = request.headers;
    if (isWithoutBody(request)) resolve(new Uint8Array());
    else if (coding.toLowerCase() !== 'identity') reject(compressed());
    else if (Number(announced) > limit) reject(tooLarge(limit));
    else collect(request, limit, { resolve, reject });
  });

const isWithoutBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] === undefined && headers['content-length'] === undefined;

interface Reader {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (problem: Problem) => void;
}

const collect = (request: Request, limit: number, { resolve, reject }: Reader): void => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  request.on('data', (chunk: Uint8Array) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else reject(tooLarge(limit));
  });
  request.once('end', () => {
    resolve(Buffer.concat(chunks));
  });
  request.on('error', () => {
    reject(new Problem(400, 'BAD_REQUEST', 'The client went away in the middle of the body.'));
  });
};

const tooLarge = (limit: number): Problem =>
  new Problem(413, 'BODY_TOO_LARGE', `The body is larger than ${limit} bytes.`);

const compressed = (): Problem =>
  new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json in UTF-8, not compressed.');

/**
 * Ends an answer that is written already. If its request is not all there, the rest is thrown away for a moment
 * before the connection ends: closing it on unread bytes would reset it, and take the answer back from the client.
 */
export const endAnswer = (request: Request, response: Response): void => {
  if (request.complete) {
    response.end();
    return;
  }
  const end = (): void => {
    response.end();
  };
  const cut = setTimeout(end, LINGER_MS).unref();
  request.once('end', end).resume();
  response.once('close', () => {
    clearTimeout(cut);
  });
};
