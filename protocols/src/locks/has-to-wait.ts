// Says, through whatever decides about an order, that it cannot be decided yet.
import type { LockRequest } from './policy.ts';

/** Thrown where an order has to wait, through whatever decides about it, up to `waitingFor`; never further. */
export class HasToWait extends Error {
  override readonly name = 'HasToWait';
  readonly thing: string;
  readonly request: LockRequest;
  constructor(thing: string, request: LockRequest) {
    super(`${request.orderId} has to wait for ${thing}`);
    this.thing = thing;
    this.request = request;
  }
}
