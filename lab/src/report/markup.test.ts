import { expect } from 'chai';
import { escaped, markup } from './markup.ts';

const hostile = `"><script>alert('&')</script>`;

describe('Markup', () => {
  it('escapes whatever has a meaning between tags or in a quoted attribute', () => {
    expect(escaped(hostile)).to.equal('&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;');
  });

  it('shows what XML cannot have as a sign for it', () => {
    expect(escaped('a\u0000b\u001bc\ufffed\ud800e')).to.equal('a\ufffdb\ufffdc\ufffdd\ufffde');
    expect(escaped('tab\tline\n\u{1f4a1}')).to.equal('tab\tline\n\u{1f4a1}');
  });

  it('escapes values, keeps markup, puts lists together and leaves out what is not there', () => {
    const item = (text: string) => markup`<li title="${text}">${text}</li>`;
    expect(markup`<ul>${['<', 'b'].map(item)}${undefined}${7}</ul>`.text).to.equal(
      '<ul><li title="&lt;">&lt;</li><li title="b">b</li>7</ul>',
    );
  });

  it('takes no text for markup because it looks like some', () => {
    const pretending = { text: '<b>' } as unknown as string;
    expect(() => markup`${pretending}`).to.throw(TypeError);
    expect(markup`${'<b>bold</b>'}`.text).to.equal('&lt;b&gt;bold&lt;/b&gt;');
  });
});
