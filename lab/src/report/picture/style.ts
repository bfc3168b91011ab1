// How the picture of a saga looks, in a page and alone: shapes carry the meaning, colour repeats it, text is ink.

export const pictureStyle = `
.saga-picture{display:block;width:100%;min-width:56rem;max-width:64rem;height:auto}
.saga-picture text{fill:var(--ink);font:12px ui-monospace,"SF Mono",Menlo,Consolas,monospace}
.saga-picture .title{font-weight:700;text-anchor:middle}
.saga-picture .from-right{text-anchor:end}
.saga-picture .middle{text-anchor:middle}
.saga-picture .ground{fill:var(--surface)}
.saga-picture .lane{stroke:var(--wait);stroke-width:1}
.saga-picture .line{fill:none;stroke-width:1.8;stroke-linejoin:round}
.saga-picture .dotted{stroke-dasharray:2 5;stroke-linecap:round}
.saga-picture .box{fill:var(--surface);stroke-width:1.8}
.saga-picture .hatch{fill:none;stroke-width:1.3}
.saga-picture .sign{stroke-width:2.4;stroke-linecap:round}
.saga-picture .halo{fill:var(--surface)}
`;
