// What is held here for orders of other protocols than the saga, for reading.
import { holdResource } from '@saga-lab/protocols/resources';
import { roles } from '../domain/roles.ts';

export const holds = holdResource(roles);
