// What is held here for an order of another protocol than the saga, for reading.
import { holdViews } from '@saga-lab/protocols/progress';
import { roles } from '../domain/roles.ts';

export const holdRoles = { path: '/holds', name: 'hold for order', views: holdViews(roles) };
