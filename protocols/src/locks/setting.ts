// The setting of a service that says who takes from a stock or an account beside whom.
import * as z from 'zod';
import { policies } from './policy.ts';

export const locksSetting = z
  .enum(policies, `must be one of ${policies.join(', ')}`)
  .default('escrow')
  .describe(
    'Whether orders take from one stock or account beside each other, or one after the other; the same in all services, and to be changed only while no order is open',
  );
