#!/usr/bin/env python3
"""Compares scores on annotated articles with what they must be at least.

usage: thresholds.py SET SCORES.json
"""
import json
import sys

# F1 by kind of score, and documents whose outlet and date must be right.
LEAST = {
    "seeds": {"marked+who": 0.96, "quotations+who": 0.96, "outlet": "3/3", "date": "2/2"},
    "arabic-dev": {"marked": 0.965, "marked+who": 0.925, "quotations": 0.93, "quotations+who": 0.9},
}


def main():
    name, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        scores = json.load(file)
    missed = []
    for what, least in LEAST[name].items():
        if isinstance(least, str):
            found = scores["documents"][what]
            holds = found == least
        else:
            found = scores[what]["f1"]
            holds = found >= least
        print(f"{name}: {what} {found} (at least {least})")
        missed += [] if holds else [what]
    if missed:
        sys.exit(f"{name}: below what it must be: {', '.join(missed)}")


if __name__ == "__main__":
    main()
