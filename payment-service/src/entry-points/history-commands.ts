// The commands of operators that are made of what the history of an account says.
import type { AccountDto, PaymentDto } from '@saga-lab/contracts/dtos/payment';
import { firstOf } from '@saga-lab/platform/decider/refusals';
import type { CorrectCommand } from '@saga-lab/platform/http/routes/correction-route';
import { Problem } from '@saga-lab/platform/http/routes/problem';
import type { RestoreCommand } from '@saga-lab/platform/http/routes/restore-route';
import type { Account, AccountCorrection, AccountEvent } from '../domain/account.ts';
import type { CorrectAccount } from '../domain/correct.ts';
import { accountHolds, inTheWayOf } from '../domain/restore.ts';
import type { RestoreAccount } from '../domain/restore.ts';
import { accountResource } from '../read-model/accounts.ts';
import type { AccountDocument } from '../read-model/accounts.ts';

export const accountRestoring: RestoreCommand<Account, AccountEvent, AccountDocument, typeof AccountDto> = {
  resource: accountResource,
  rules: accountHolds,
  toMessage: ({ id: customerId, by, body, state, held, undone, seen }) => ({
    type: 'RestoreAccount',
    data: {
      customerId,
      ...body,
      by,
      undone,
      seen,
      balance: state.balance,
      ...firstOf(inTheWayOf(body, held)),
    } satisfies RestoreAccount['data'],
  }),
};

export const accountCorrecting: CorrectCommand<AccountDocument, typeof AccountDto> = {
  resource: accountResource,
  toMessage: ({ id: customerId, after: { opening }, corrects, ...asked }) => ({
    type: 'CorrectAccount',
    data: {
      customerId,
      ...asked,
      corrects: corrects as AccountCorrection,
      opening,
    } satisfies CorrectAccount['data'],
  }),
};

/** A difference is about an order that the customer paid. @throws Problem 409 NOT_CHARGED */
export const expectPaidBy = (
  customerId: string,
  payment: Pick<PaymentDto, 'orderId' | 'status' | 'customerId'>,
): void => {
  const isPaid = payment.status === 'CHARGED' || payment.status === 'REFUNDED';
  if (isPaid && payment.customerId === customerId) return;
  throw new Problem(
    409,
    'NOT_CHARGED',
    `The customer ${customerId} never paid for the order ${payment.orderId}.`,
  );
};
