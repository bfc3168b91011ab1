import { expect } from 'chai';
import { startDemo, TOKEN } from '../../testing/demo-service.ts';

describe('the limit of writing requests', () => {
  // @covers R-51
  it('answers more than so many a second from one address with 429 and Retry-After, and takes them a second later', async () => {
    const demo = await startDemo({ writesPerSecond: 5 });
    const put = async (n: number) =>
      fetch(`${demo.url}/stock/lamp`, {
        method: 'PUT',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${TOKEN}`,
          'x-forwarded-for': `10.0.0.${n}`, // what it says about itself counts for nothing
        },
        body: '{"onHand":1}',
      });
    try {
      const answers = await Promise.all(Array.from({ length: 20 }, (_each, n) => put(n)));
      const refused = answers.filter(({ status }) => status === 429);
      expect(answers.filter(({ status }) => status === 200)).to.have.length.within(5, 10); // it may fall into two windows
      expect(refused).not.to.have.length(0);
      expect(refused[0]?.headers.get('retry-after')).to.equal('1');
      expect(await refused[0]?.json()).to.include({ status: 429, code: 'TOO_MANY_REQUESTS' });
      const looks = await Promise.all(Array.from({ length: 20 }, () => fetch(`${demo.url}/orders/o1`)));
      expect(looks.map(({ status }) => status)).to.deep.equal(looks.map(() => 200));
    } finally {
      await demo.close();
    }
  });
});
