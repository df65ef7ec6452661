#!/usr/bin/env python3
"""Compares the figures of `qawl score` with those of the judge: on a gold file as it is, and on it with mistakes put in.

usage: agreement.py JUDGE.py QAWL GOLD.jsonl RELEASE [--rounds N]

Mistakes: spans that are moved, cut and added, other types, other names, other cues and sources, quotations left out and
made optional. They bring the comparison to what the gold file has by chance none of: ties, near misses, odd spellings.
"""
import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile

# Letters that names are folded by, combining characters, letters of other scripts, signs.
ODD = "أإآٱاىئيةهؤوغقجڤپفـًُّ ال_ab2٣½éÅßΣςıİﷲﻻ🙂-«»%\u200f\xa0\x1c"


def scored(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def agree(options, gold, what):
    judge = scored([sys.executable, options.judge, gold, options.release, "--json"])
    ours = scored([options.qawl, "score", gold, options.release, "--json"])
    for key, figures in judge.items():
        if figures != ours.get(key):
            sys.exit(f"{what}: {key}: the judge has {figures}, qawl score has {ours.get(key)}")
    return judge


def moved(span, length, dice):
    """The span with other ends, in the text still."""
    ends = sorted(min(length, max(0, end + dice.choice([0, 0, 0, -1, 1, -3, 3, -12, 12, -40, 40]))) for end in span)
    return ends


def misspelt(name, dice):
    letters = list(name)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(letters) + 1)
        letters[at : at + dice.randint(0, 1)] = dice.choices(ODD, k=dice.randint(0, 2))
    if dice.random() < 0.02:
        letters *= 60
    return "".join(letters)


def spoilt(article, dice):
    """The article with mistakes in its quotations."""
    article = copy.deepcopy(article)
    length, kept = len(article["text"]), []
    for quotation in article["quotations"]:
        draw = dice.random()
        if draw < 0.05:
            continue
        if draw < 0.10:
            kept.append(copy.deepcopy(quotation))
        if dice.random() < 0.3:
            quotation["content"] = [moved([quotation["content"][0][0], quotation["content"][-1][1]], length, dice)]
        if dice.random() < 0.3:
            quotation["marked"] = [moved(span, length, dice) for span in quotation["marked"]]
        for part in ("cue", "source"):
            if dice.random() < 0.2:
                quotation[part] = quotation[part] and moved(quotation[part], length, dice)
            elif dice.random() < 0.05:
                quotation[part] = None
        if dice.random() < 0.3 and quotation["speaker"]:
            quotation["speaker"] = misspelt(quotation["speaker"], dice)
        if dice.random() < 0.3:
            quotation["aliases"] = [misspelt(alias, dice) for alias in quotation["aliases"] or []]
        if dice.random() < 0.05:
            quotation["speaker"] = dice.choice([None, "", "«»"])
        if dice.random() < 0.1:
            quotation["optional"] = not quotation["optional"]
        if dice.random() < 0.1:
            quotation["type"] = dice.choice(["direct", "mixed", "indirect"])
        kept.append(quotation)
    article["quotations"] = kept
    if dice.random() < 0.3 and article.get("outlet"):
        article["outlet"] = misspelt(article["outlet"], dice)
    if dice.random() < 0.2:
        article["date"] = dice.choice([None, "", "2020-01-01"])
    return article


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("judge", "qawl", "gold", "release"):
        arguments.add_argument(name)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    judge = agree(options, options.gold, options.gold)
    lines = pathlib.Path(options.gold).read_text(encoding="utf-8").split("\n")
    articles = [json.loads(line) for line in lines if line.strip()]
    changed = False
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/gold.jsonl"
        for round_ in range(options.rounds):
            dice = random.Random(round_)
            texts = [json.dumps(spoilt(article, dice), ensure_ascii=False) + "\n" for article in articles]
            pathlib.Path(path).write_text("".join(texts), encoding="utf-8", newline="\n")
            spoiled = agree(options, path, f"{options.gold} with the mistakes of round {round_}")
            changed |= spoiled != judge
    assert changed, "the mistakes changed nothing"
    print(f"{options.gold}: qawl score and the judge agree, also on {options.rounds} files with mistakes")


if __name__ == "__main__":
    main()
