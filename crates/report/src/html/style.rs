//! The style sheet of the page: system typefaces, light and dark, small screens, A4.

/// Parties that have a mark of their own; the ninth has that of the first. Colours after Okabe & Ito (2008), which the
/// colour-blind can tell apart, some darker for paper; marks differ as well, for printers without colour.
pub(super) const PARTY_MARKS: usize = 8;

pub(super) const STYLE: &str = r#":root { --ink: #16181d; --paper: #fff; --soft: #5b616e; --rule: #c9ccd3; --ground: #f4f5f7; --link: #1b4f9c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8ec; --paper: #14161a; --soft: #a2a8b4; --rule: #3a3f49; --ground: #1e2127; --link: #8fb8f5; }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 3rem; max-width: 64rem; color: var(--ink); background: var(--paper);
  font: 0.95rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
h1 { font-size: 1.65rem; line-height: 1.2; margin: 0 0 0.4rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 0.6rem; padding-bottom: 0.2rem; border-bottom: 2px solid var(--ink); }
h3 { font-size: 1rem; margin: 1.6rem 0 0.3rem; }
p { margin: 0.4rem 0; }
a { color: var(--link); text-underline-offset: 0.15em; }
:target { background: var(--ground); outline: 2px solid var(--link); outline-offset: 2px; }
.sub { color: var(--soft); margin: 0.15rem 0; }
.caution { border: 1.5px solid var(--ink); padding: 0.4rem 0.7rem; margin: 0.7rem 0; display: inline-block; }
nav { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; font-size: 0.85rem; margin: 0.5rem 0 0; }
#three-lines + ol { font-size: 1.05rem; }
ol, ul { padding-left: 1.5rem; margin: 0.4rem 0; }
li { margin: 0.25rem 0; }
li ul li { margin: 0.1rem 0; }
.lead { color: var(--soft); font-size: 0.88rem; margin: 0 0 0.5rem; }
.note { border-left: 3px solid var(--rule); padding-left: 0.7rem; color: var(--soft); }
.p0::before { content: "\25CF " / ""; color: #0072b2; }
.p1::before { content: "\25A0 " / ""; color: #d55e00; }
.p2::before { content: "\25B2 " / ""; color: #009e73; }
.p3::before { content: "\25C6 " / ""; color: #b6588f; }
.p4::before { content: "\25BC " / ""; color: #2f9bd6; }
.p5::before { content: "\2605 " / ""; color: #b07d00; }
.p6::before { content: "\271A " / ""; color: #6b4fbb; }
.p7::before { content: "\2B1F " / ""; color: #7a6a55; }
.party::before { font-size: 0.72em; vertical-align: 0.1em; margin-right: 0.2em; }
.sources { font-size: 0.82em; color: var(--soft); }
.sources a { color: inherit; white-space: nowrap; text-decoration-color: var(--rule); }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.88em; overflow-wrap: anywhere; }
em { font-style: italic; }
.key { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; font-size: 0.86rem; }
.key li { display: flex; align-items: center; gap: 0.35rem; margin: 0; }
.key .shape { flex: none; }
.defs { position: absolute; }
.scroll { overflow-x: auto; }
figure { margin: 0.4rem 0 0.6rem; }
figcaption { color: var(--soft); font-size: 0.85rem; }
.chart svg { display: block; width: 100%; height: auto; min-width: 42rem; }
svg .ink { fill: var(--ink); }
svg .line { stroke: var(--ink); }
svg .faint { stroke: var(--rule); }
svg .paper { fill: var(--paper); }
svg .ground { stroke: var(--paper); }
svg a:hover text, svg a:focus text { text-decoration: underline; }
svg a:focus { outline: 2px solid var(--link); }
summary { cursor: pointer; color: var(--soft); font-size: 0.85rem; margin: 0.3rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.86rem; line-height: 1.35; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.5rem 0.3rem 0; border-bottom: 1px solid var(--rule); }
thead th, thead td { border-bottom: 1.5px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: 400; }
.address { overflow-wrap: anywhere; font-size: 0.9em; }
table.marks td { font-variant-numeric: tabular-nums; }
table.marks th .option { font-weight: 400; display: block; font-size: 0.92em; }
table.marks tbody th { font-weight: 600; min-width: 6rem; }
table.marks tbody tr.beside th { font-weight: 400; }
table.marks thead th { min-width: 5.5rem; }
td.day, th.day { color: var(--soft); font-weight: 400; white-space: nowrap; min-width: 0; }
.sign { font-weight: 700; white-space: nowrap; }
.also { font-size: 0.75em; vertical-align: super; margin-left: 0.1em; }
.silent { color: var(--soft); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.record { font-size: 0.92em; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--rule); padding-top: 0.5rem; color: var(--soft); font-size: 0.82rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  body { padding: 1rem 0.8rem 2rem; }
  table[class^="cols-"] thead { position: absolute; clip-path: inset(50%); }
  table[class^="cols-"] tr { display: block; border-bottom: 1px solid var(--rule); padding: 0.4rem 0; }
  table[class^="cols-"] th, table[class^="cols-"] td { display: block; border: 0; padding: 0.1rem 0; }
  table[class^="cols-"] td::before { content: attr(data-label) ": "; color: var(--soft); }
}
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #333; --rule: #999; --ground: #fff; --link: #000; }
  @page { size: A4; margin: 16mm 15mm; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.35; }
  h1 { font-size: 16pt; } h2 { font-size: 11.5pt; margin-top: 5mm; } h3 { font-size: 10pt; margin-top: 4mm; }
  h2, h3, .lead, .key { break-after: avoid; }
  tr, li, figure, .chart { break-inside: avoid; }
  nav, details { display: none; }
  a { text-decoration: none; }
  html { color-scheme: light; }
  table { font-size: 8.2pt; }
  .chart svg { min-width: 0; }
  .scroll { overflow: visible; }
  .record { break-before: page; }
  .page-only .record, .page-only .of-record { display: none; }
}
"#;
