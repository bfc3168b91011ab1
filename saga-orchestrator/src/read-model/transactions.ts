// A transaction of another protocol than the saga, for reading.
import { coordinators } from '@saga-lab/protocols/mounted';
import { transactionViews } from '@saga-lab/protocols/progress';
import { defaultTiming } from '@saga-lab/protocols/timing';

/** How streams are folded does not depend on how patient their roles are. */
export const transactionRoles = {
  path: '/transactions',
  name: 'transaction of order',
  views: transactionViews(coordinators(defaultTiming)),
};
