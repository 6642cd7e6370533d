/** The report's whole style: readable on a screen, on a phone and on paper, light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2433; --soft: #5b6577; --line: #d9dee7; --paper: #fff; --well: #f5f7fa; --green: #1a7f4b; --red: #b3261e; --amber: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #a0a9ba; --line: #363d4a; --paper: #171b22; --well: #1f252e; --green: #4cc38a; --red: #ff8a80; --amber: #e5b567; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 60rem; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.7rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem; }
p { margin: .4rem 0; }
.soft, footer { color: var(--soft); font-size: .9rem; }
.badge { display: inline-block; margin-bottom: .9rem; padding: .15rem .7rem; border: 1.5px solid; border-radius: 99px; font-weight: 600; font-size: .9rem; }
.green { color: var(--green); } .red { color: var(--red); } .flaky { color: var(--amber); } .not_run, .off, .nothing { color: var(--soft); }
table { width: 100%; border-collapse: collapse; }
td, th { padding: .45rem .6rem .45rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td.mark { width: 7.5rem; white-space: nowrap; font-weight: 600; font-size: .9rem; }
article { margin: 0 0 1rem; padding: .9rem 1.1rem; border: 1px solid var(--line); border-left: 4px solid var(--red); border-radius: 6px; }
article.flaky { border-left-color: var(--amber); color: inherit; }
article p { margin: 0 0 .35rem; }
code, pre { font: .85rem/1.5 ui-monospace, monospace; }
pre { margin: .5rem 0 0; padding: .8rem; max-height: 24rem; overflow: auto; background: var(--well); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { cursor: pointer; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1.2rem; }
figure { margin: 0; }
figure img { width: 100%; border: 1px solid var(--line); border-radius: 6px; display: block; }
figcaption { margin-top: .35rem; font-size: .9rem; color: var(--soft); }
@media print { body { max-width: none; padding: 0; } details > *:not(summary) { display: block; } article, figure, tr { break-inside: avoid; } }
`;
