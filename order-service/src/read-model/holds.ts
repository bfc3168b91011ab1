// Orders of other protocols than the saga as votes of this service: placing one is its yes, and then it may be in doubt.
import { holdResource } from '@saga-lab/protocols/resources';
import { defaultTiming } from '@saga-lab/protocols/timing';
import { rolesOver } from '../domain/roles.ts';

/** How the roles' own streams are folded depends on nothing else. */
export const holds = holdResource(rolesOver({}, defaultTiming));
