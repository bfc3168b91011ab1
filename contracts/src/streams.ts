// The categories of streams, of which each stream's name begins with one. They stand here, because not only the service that
// writes a stream knows it by name: read models, checks and pictures look for it. What a name is made of says the platform.
export const categories = {
  account: 'account',
  order: 'order',
  payment: 'payment',
  reservation: 'reservation',
  saga: 'saga',
  stock: 'stock',
} as const;
