"""The page: report.html, one file that needs no network, for whoever opens the folder."""

from __future__ import annotations

from html import escape
from pathlib import Path

from solvent_conformance.excerpts import limited
from solvent_conformance.reports.record import Run
from solvent_conformance.verdicts import VERDICTS, counted
from solvent_spec.clauses import REGISTRY

_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}td,th{padding:.25rem .5rem;text-align:left;
border-bottom:1px solid #ddd;vertical-align:top}
pre{background:#f6f6f6;padding:.8rem;white-space:pre-wrap}h1,h2,pre,td{overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none}pre{border:1px solid #ddd}}
.Conforms{color:#186a3b}.Violates{color:#b03a2e;font-weight:bold}.Undecided{color:#9a6b00}
.NotApplicable{color:#888}
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is fetched and nothing runs, even if an escape were forgotten."""


def html(run: Run) -> str:
    """The whole page; everything that a venue said is escaped."""
    outcome = run.outcome
    name = escape(limited(f"{outcome.capabilities.name} {outcome.capabilities.version}"))
    counts = ", ".join(f"{n} {name}" for name, n in counted(outcome.verdicts).items())
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width,initial-scale=1'>",
        f'<meta http-equiv=Content-Security-Policy content="{_POLICY}">',
        f"<title>{run.title}: {name}</title><style>{_STYLE}</style>",
        f"<h1>{escape(run.title)}: {name}</h1>",
        f"<p>Reached {escape(run.binding)}; profiles {', '.join(outcome.case.profiles)}; ",
        f"rulebook {escape(outcome.case.rulebook)}; budget {outcome.case.budget.name}; ",
        f"seed {outcome.case.seed}; {outcome.histories} histories, ",
        f"{outcome.commands} commands.</p>",
        f"<p>{counts}</p>",
    ]
    if outcome.failure is not None:
        parts.append(f"<h2>{escape(outcome.failure.kind)}</h2>")
        parts.append(f"<pre>{escape(limited(str(outcome.failure), 2000))}</pre>")
    for counterexample in run.counterexamples:
        parts.append(f"<h2 class=Violates>{escape(counterexample.sentence)}</h2>")
        if counterexample.clauses:
            identity = counterexample.clauses[0]
            parts.append(f"<p><b>{escape(identity)}</b> {escape(REGISTRY[identity].statement)}</p>")
        lines = [f"{n:>3}  {limited(s.title, 200)}" for n, s in enumerate(counterexample.steps, 1)]
        for cell in counterexample.differences[:8]:
            lines += ["", f"{cell['cell']}", f"     expected {limited(str(cell['expected']))}"]
            lines.append(f"     observed {limited(str(cell['observed']))}")
        lines += ["", f"solvent replay {counterexample.name} --against {counterexample.venue}"]
        parts.append(f"<pre>{escape(chr(10).join(lines))}</pre>")
    parts.append("<h2>Clauses</h2><table><tr><th>clause<th>verdict<th>executed<th>statement")
    order = {name: n for n, name in enumerate(("Violates", "Undecided", *VERDICTS))}
    for verdict in sorted(outcome.verdicts, key=lambda v: order[v.name]):
        statement = escape(REGISTRY[verdict.clause].statement)
        parts.append(
            f"<tr><td>{verdict.clause}<td class={verdict.name} title='"
            f"{escape(limited(verdict.reason))}'>{verdict.name}<td>{verdict.fired}<td>{statement}"
        )
    parts.append("</table></html>\n")
    return "".join(parts)


def write(run: Run, folder: Path) -> None:
    """Write report.html."""
    (folder / "report.html").write_text(html(run), encoding="utf-8")
