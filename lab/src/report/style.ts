// How every report looks: one sheet for all of its pieces.
import { colours, themes } from './colours.ts';
import { pictureStyle } from './picture/style.ts';

const basics = `
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--surface);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
body>*{max-width:76rem;margin-inline:auto;padding-inline:clamp(1rem,4vw,2.5rem)}
header{padding-block:2rem 1rem}
main{padding-block-end:4rem}
h1{margin:0 0 .75rem;font-size:clamp(1.5rem,1.2rem + 1.6vw,2.1rem);line-height:1.2}
h2{margin:2.75rem 0 .75rem;font-size:1.3rem;line-height:1.3}
h3{margin:1.5rem 0 .5rem;font-size:1.05rem}
p{margin:.5rem 0;max-width:72ch}
a{color:var(--ink);text-underline-offset:.2em}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--command);outline-offset:2px}
ul{margin:.5rem 0;padding-inline-start:1.25rem}
li{overflow-wrap:anywhere}
code,pre{font:.9em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace}
code{overflow-wrap:anywhere}
pre{white-space:pre-wrap;margin:.75rem 0;padding:.75rem 1rem;background:var(--raised);border-radius:.5rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;list-style:none}
nav a{display:inline-block;padding-block:.25rem}
summary{cursor:pointer;padding-block:.35rem}
.scroll{overflow-x:auto;max-width:100%}
.outcome{display:flex;gap:.6rem;font-size:1.15rem;font-weight:600}
.outcome .mark{flex:none;width:1.4rem;height:1.4rem;margin-top:.15rem}
.pair{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr))}
.pair>div{background:var(--raised);border-radius:.5rem;padding:.25rem 1rem .75rem}
`;

const pieces = `
.mark{width:1.05rem;height:1.05rem;vertical-align:-.15rem;fill:none;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.verdicts{padding:0;list-style:none}
.verdicts>li{display:grid;grid-template-columns:1.25rem 3.25rem 1fr;gap:.25rem .5rem;padding-block:.5rem;border-block-end:1px solid var(--raised)}
.verdicts .mark{margin-top:.25rem}
table{border-collapse:separate;border-spacing:0;font-variant-numeric:tabular-nums;line-height:1.35}
th,td{padding:.4rem .75rem;text-align:start;vertical-align:top;border-block-end:1px solid var(--raised)}
thead th{vertical-align:bottom;border-block-end:2px solid var(--wait)}
th{font-weight:600}
td.number,th.number{text-align:end;white-space:nowrap}
tbody.group th[colspan]{background:var(--raised)}
.grid td{text-align:center;vertical-align:middle;padding:.35rem .5rem;white-space:nowrap}
.grid td[data-state=violated]{background:var(--raised);box-shadow:inset 0 0 0 2px var(--fail)}
.grid thead th{min-width:4.5rem;max-width:9rem;text-align:center;font-size:.9rem}
.grid th[scope=row],.grid thead th:first-child{position:sticky;inset-inline-start:0;background:var(--surface);text-align:start;min-width:7.5rem;max-width:11rem;overflow-wrap:break-word;font-weight:400}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;list-style:none;font-size:.95rem}
figure{margin:1rem 0 1.75rem}
figure th[scope=row]{min-width:6.5rem}
figcaption{margin-block-end:.5rem;max-width:72ch}
.schedule{display:block;min-width:44rem;width:100%;height:auto}
.schedule text{fill:var(--ink);font:12px system-ui,sans-serif}
.schedule .middle{text-anchor:middle}
.hollow{fill:var(--surface);stroke-width:2}
.swatch{width:1rem;height:1rem;vertical-align:-.15rem}
.schedule.plot{min-width:34rem;max-width:52rem}
.whisker{stroke-width:2.5;fill:none}
.hatch{stroke-width:1.5;fill:none}
.ends td{min-width:8rem}
.lanes{min-width:38rem;max-width:60rem}
.lanes .title{font-weight:600}
.lanes .line{fill:none;stroke-width:1.4}
.lanes .sign{stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}
.lanes .halo{fill:var(--surface)}
.differs{border-block-end:3px solid var(--event);font-weight:600}
.schedule .rule{stroke:var(--wait);stroke-width:.5;fill:none}
`;

/** The whole sheet of a page. */
export const pageStyle = [themes, basics, pieces, colours, pictureStyle].join('\n');
