"""How the page looks, on a screen, on a phone and on paper; every filling can be told apart in black and white."""

from __future__ import annotations

STYLE = """
:root{--ink:#1b1b1b;--quiet:#555;--line:#ccc;--met:#2e7d32;--breached:#b71c1c;--disputed:#8d5b00;--running:#01579b;
--advisory:#555}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{font:15px/1.45 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--ink);background:#fff;
margin:1.5rem auto;max-width:72rem;padding:0 1rem;overflow-wrap:break-word}
bdi,.unread td,.case p,.case li,.why{overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-bottom:.15rem;border-bottom:2px solid var(--ink)}
h3{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.3rem 0 .7rem}
.sub,.note{color:var(--quiet)}
a{color:#0b4f8a}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;margin:.8rem 0;padding:0}
.tiles{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0}
.tile{border:1px solid var(--line);border-left:.45rem solid var(--c);border-radius:.3rem;padding:.35rem .8rem;
min-width:8rem}
.tile b{display:block;font-size:1.45rem;line-height:1.2}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .45rem;border-bottom:1px solid #e3e3e3}
th{border-bottom:1.5px solid #777;vertical-align:bottom;font-weight:600}
td.n,th.n{text-align:right}
td.n{white-space:nowrap;font-variant-numeric:tabular-nums}
tr.sum td{border-top:1.5px solid #777;font-weight:600}
.met{--c:var(--met)}.breached{--c:var(--breached)}.disputed{--c:var(--disputed)}
.running{--c:var(--running)}.advisory{--c:var(--advisory)}
.mark{color:var(--c);font-weight:600;white-space:nowrap}
svg{display:block;overflow:hidden}
svg svg{overflow:visible}
svg.defs{position:absolute;width:0;height:0}
svg.bar,svg.strip,svg.swatch{border:1px solid #444}
svg.bar{width:100%;min-width:4rem;height:.9em;margin:.2em 0}
svg.bar.open{border-width:0 0 0 1px}
svg.strip{width:100%;height:2.2rem;margin:.6rem 0}
svg.swatch{display:inline-block;width:1.1em;height:.85em;margin-right:.4em;vertical-align:-.05em}
svg text{font:11px system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:var(--ink)}
.edge{fill:none;stroke:#444}
.f-met{fill:#dcead9}.f-breached{fill:url(#p-breached)}.f-disputed{fill:url(#p-disputed)}
.f-running{fill:#fff}.f-advisory{fill:#eee}
.f-routing{fill:#333}.f-wrong_routing{fill:url(#p-wrong)}.f-drafting{fill:#c3cfd6}.f-decision{fill:url(#p-dots)}
.f-late_decision{fill:url(#p-cross)}.f-rework{fill:url(#p-upright)}.f-publication{fill:url(#p-level)}
.f-final_drafting{fill:#eee}.f-late{fill:url(#p-breached)}
.plate{fill:#fff;stroke:#444;stroke-width:.5}
.case{margin:1.4rem 0;border:1px solid var(--line);border-radius:.3rem;padding:.5rem .8rem}
.case h3{margin:0 0 .2rem}.case h3 span{font-weight:400;color:var(--quiet)}
.duties td:last-child{width:9rem}.duties td:first-child{width:4rem}
.owners td:nth-child(7){width:7rem}.stages td:last-child{width:10rem}.owners td:last-child{width:9rem}
.stages td:first-child{min-width:10rem}
.findings{table-layout:fixed}
.findings th:nth-child(1){width:9%}.findings th:nth-child(2){width:11%}.findings th:nth-child(3){width:7%}
.findings th:nth-child(4){width:13%}.findings th:nth-child(5){width:11%}
.delays td:last-child{width:45%}
.line{min-width:44rem;table-layout:fixed;font-size:.85rem}
.line th,.line td{padding:.15rem .35rem;border-bottom:1px solid #eee}
.line td span.of{color:var(--quiet)}
.line th:first-child{width:29%}.line th:last-child{width:25%}
.line .pic{padding:0}
.line svg{width:100%}
.base{stroke:#bbb}.tick{stroke:#bbb;stroke-dasharray:1 2}.term{fill:#fff;stroke:#555}.used{fill:#c3cfd6}
.over{fill:url(#p-breached);stroke:#7a0000}.due{stroke:#000;stroke-width:3}.done{fill:#000}
.gap{fill:#fff}.rip{stroke:#555;fill:none}.span{font-style:italic}
.events{columns:2;column-gap:2rem;font-size:.82rem;margin:.5rem 0 .2rem;padding-left:1.7rem;color:#333}
.events li{break-inside:avoid}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;font-size:.85rem;margin:.3rem 0}
.legend span{display:inline-flex;align-items:center;gap:.4rem}
.legend svg{width:36px;height:16px}
.who{width:19%;min-width:8rem}
.why{color:#333}
.clauses h3{margin:.9rem 0 .2rem}.clauses ul{margin:.2rem 0;padding-left:1.2rem}
:target{background:#fff3c4;scroll-margin-top:1rem}
footer{margin:2rem 0;color:var(--quiet);font-size:.8rem}
footer code{font-size:.95em;word-break:break-all}
@media screen and (max-width:40rem){body{margin:1rem auto}.events{columns:1}.wide>table{min-width:38rem}
.wide>table.line{min-width:44rem}.wide>table.owners{min-width:56rem}.wide>table.delays,.wide>table.findings{min-width:0}
.findings thead{display:none}.findings tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}
.findings td{display:inline-block;border:0;padding:0 .6rem 0 0;text-align:left}.findings td.why{display:block}}
@page{size:A4;margin:14mm 12mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:9px sans-serif}}
@media print{
html{font-size:10.5px}
body{margin:0;max-width:none;padding:0;font-size:10.5px;line-height:1.35}
h1{font-size:18px}h2{font-size:14px;margin-top:1.4rem}h3{font-size:11.5px}
nav{display:none}a{color:inherit;text-decoration:none}
.wide{overflow:visible}.line{min-width:0}
thead{display:table-header-group}tr,.tile,li,.strip,.legend{break-inside:avoid}
h2,h3,.lead,.strip{break-after:avoid}
.case{break-inside:avoid}
.case.long{break-inside:auto}
table{font-size:9.5px}.stages,.delays{break-inside:avoid}svg text{font-size:9px}
.line{font-size:9px}.events{font-size:8.5px;margin:.3rem 0 0}
.tile b{font-size:15px}footer{font-size:8px}
:target{background:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""

_FILLINGS = (
    # id, what it lies on, size, what is drawn
    ("breached", "#f7d5d5", 6, '<path d="M-1 7L7-1M-1 1L1-1M5 7L7 5" stroke="#a31515" stroke-width="2"/>'),
    ("disputed", "#fff", 5, '<circle cx="2.5" cy="2.5" r="1.3" fill="#8d5b00"/>'),
    ("wrong", "#fff", 6, '<path d="M-1-1L7 7M-1 5L1 7M5-1L7 1" stroke="#333" stroke-width="2"/>'),
    ("dots", "#fff", 6, '<circle cx="3" cy="3" r="1.6" fill="#333"/>'),
    ("cross", "#fff", 6, '<path d="M0 0L6 6M6 0L0 6" stroke="#333" stroke-width="1.2"/>'),
    ("upright", "#fff", 5, '<path d="M2.5 0V5" stroke="#333" stroke-width="1.6"/>'),
    ("level", "#fff", 5, '<path d="M0 2.5H5" stroke="#333" stroke-width="1.2"/>'),
)


def fillings() -> str:
    """Return the patterns with which the pictures are filled."""
    patterns = "".join(
        f'<pattern id="p-{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
        f'<rect width="{size}" height="{size}" fill="{ground}"/>{drawn}</pattern>'
        for name, ground, size, drawn in _FILLINGS
    )
    return f'<svg class="defs" aria-hidden="true"><defs>{patterns}</defs></svg>\n'


def bar(parts: list[tuple[str, float]], whole: float, label: str = "") -> str:
    """Draw parts of a whole side by side.

    Args:
        parts: What each is filled with, and how much it is.
        whole: How much all are.
        label: What the picture says, for those who cannot see it; the text beside it by default.
    """
    place, drawn = 0.0, list[str]()
    for filling, part in parts:
        width = 100 * part / whole if whole else 0
        if width:
            drawn.append(f'<rect class="f-{filling}" x="{place:.2f}%" width="{width:.2f}%" height="100%"/>')
        place += width
    said = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return f'<svg class="bar" {said}>{"".join(drawn)}</svg>'


def swatch(filling: str) -> str:
    """Show a filling."""
    return f'<svg class="swatch" aria-hidden="true"><rect class="f-{filling}" width="100%" height="100%"/></svg>'
