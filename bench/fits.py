"""Straight lines through what grows: how the CPU goes with readers and with streams."""

import math
import statistics

# step, what grows, how many a result has, CPU ms a second of it
GROWTHS = [
    ("growth-readers", "readers over RTSP/TCP of one stream", lambda r: r["n"], lambda r: r["cpu"] / r["win"] * 1000),
    ("growth-streams", "streams in over RTSP/TCP, no readers", lambda r: r["m"], lambda r: r["cpu"] / r["win"] * 1000),
]


def fit(points):
    """Least squares: y = base + each × x, how much of the spread that explains (R²), and the exponent of y ~ x^k."""
    xs, ys = zip(*points)
    each, base = statistics.linear_regression(xs, ys)
    exponent, _ = statistics.linear_regression([math.log(x) for x in xs], [math.log(y) for y in ys])
    return {"base": base, "each": each, "r2": statistics.correlation(xs, ys) ** 2, "exponent": exponent}


def fits(steps):
    """A line for each growth that was measured, through the medians of its points."""
    found = []
    for step, text, count, cost in GROWTHS:
        by_count = {}
        for result in steps.get(step, []):
            by_count.setdefault(count(result), []).append(cost(result))
        points = [(n, statistics.median(costs)) for n, costs in sorted(by_count.items())]
        if len(points) >= 4:
            found.append({"what": text, "points": points, **fit(points)})
    return found


def show(found):
    for one in found:
        points = ", ".join(f"{n}: {cost:.1f}" for n, cost in one["points"])
        print(f"{one['what']}, CPU ms a second: {points}")
        print(f"  {one['base']:.1f} + {one['each']:.3f} × n (R² {one['r2']:.4f}); as a power, n^{one['exponent']:.2f}")
