"""Charts of what report.py wrote: charts.py [RESULTS [FOLDER]]. Without arguments: docs/images/performance.json, into docs/images."""

import html
import json
import os
import sys

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "docs", "images")
PEERS = ("GStreamer", "nginx", "ffmpeg")
STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600; font-size: 15px } .small { font-size: 11px; fill: #57606a }
.floor { fill: #afb8c1 } .peer { fill: #d4a72c } .ours { fill: #0969da } .line { stroke: #0969da; fill: none; stroke-width: 1.5 } .axis { stroke: #8c959f } .grid { stroke: #d0d7de; stroke-dasharray: 2 3 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .small { fill: #9198a1 } .ours { fill: #4493f8 } .line { stroke: #4493f8 } .grid { stroke: #3d444d } }
</style>"""


def text(x, y, words, css="", anchor="start"):
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{css}" text-anchor="{anchor}">{html.escape(words)}</text>'


def page(width, height, parts, about):
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{html.escape(about)}">', STYLE, *parts, "</svg>", ""])


def kind(what):
    return "floor" if what.startswith("floor") else "peer" if what.startswith(PEERS) else "ours"


def costs(table):
    """A bar for what each kind of reader costs, the floor and others' servers among them."""
    rows = [row for row in table if row["unit"] == "CPU s/Gbit"]
    left, right, step = 400, 150, 26
    width, height = 860, 70 + step * len(rows)
    most = max(row["median"] for row in rows)
    scale = (width - left - right) / most
    parts = [text(16, 28, "CPU seconds for a Gbit delivered: less is better", "title")]
    for index, row in enumerate(rows):
        y = 48 + step * index
        parts.append(text(left - 10, y + 14, row["what"], anchor="end"))
        parts.append(f'<rect x="{left}" y="{y}" width="{max(1, row["median"] * scale):.1f}" height="18" class="{kind(row["what"])}"/>')
        parts.append(text(left + row["median"] * scale + 8, y + 14, f'{row["median"]:.3f}' + (f' ({row["ratio"]})' if row.get("ratio") else "")))
    parts.append(text(16, height - 6, "grey: a C program that only sends the same bytes; yellow: others' servers; blue: Headrace", "small"))
    return page(width, height, parts, "CPU seconds for a Gbit delivered")


def growth(found):
    """A panel for each thing that grows: what was measured, and the straight line through it."""
    panel, gap, height, bottom = 400, 40, 300, 50
    parts = []
    for index, one in enumerate(found):
        x0 = 50 + index * (panel + gap)
        most_n, most = max(n for n, _ in one["points"]), max(cost for _, cost in one["points"]) * 1.15

        def at(n, cost):
            return x0 + n / most_n * (panel - 70), height - bottom - cost / most * (height - bottom - 50)

        parts.append(text(x0 - 40, 24, one["what"], "title"))
        parts.append(text(x0 - 40, 42, f'CPU ms a second: {one["base"]:.1f} + {one["each"]:.3f} × n (R² {one["r2"]:.3f})', "small"))
        for part in range(5):
            y = at(0, most / 1.15 * part / 4)[1]
            parts.append(f'<line x1="{x0}" y1="{y:.1f}" x2="{x0 + panel - 70}" y2="{y:.1f}" class="{"grid" if part else "axis"}"/>')
            parts.append(text(x0 - 6, y + 4, f"{most / 1.15 * part / 4:.0f}", "small", "end"))
        (ax, ay), (bx, by) = at(0, one["base"]), at(most_n, one["base"] + one["each"] * most_n)
        parts.append(f'<line x1="{ax:.1f}" y1="{ay:.1f}" x2="{bx:.1f}" y2="{by:.1f}" class="line"/>')
        for n, cost in one["points"]:
            x, y = at(n, cost)
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="ours"/>')
            parts.append(text(x, height - bottom + 18, f"{n}", "small", "middle"))
    width = 20 + len(found) * (panel + gap)
    return page(width, height, parts, "How the cost grows with readers and with streams")


def main(results=os.path.join(FOLDER, "performance.json"), folder=FOLDER):
    with open(results, encoding="utf-8") as file:
        measured = json.load(file)
    charts = {"costs.svg": costs(measured["table"])}
    if measured.get("growth"):
        charts["growth.svg"] = growth(measured["growth"])
    for name, chart in charts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(chart)


if __name__ == "__main__":
    main(*sys.argv[1:])
