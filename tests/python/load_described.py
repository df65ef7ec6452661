#!/usr/bin/env python3
"""Loads every table of a release as its card and its Croissant description say, and counts the rows.

usage: load_described.py RELEASE
"""
import json
import pathlib
import sys

import datasets
import mlcroissant


def main():
    release = pathlib.Path(sys.argv[1])
    rows = json.loads((release / "qawl.json").read_text(encoding="utf-8"))["rows"]
    datasets.disable_progress_bars()

    quotes = datasets.load_dataset(str(release))["train"]
    assert quotes.num_rows == rows["quotes"] > 0, f"the card loads {quotes.num_rows} quotations by default"
    names = datasets.get_dataset_config_names(str(release))
    loaded = {name: datasets.load_dataset(str(release), name)["train"].num_rows for name in names}
    # The reader knows no table without rows, so the card names none.
    filled = {name: count for name, count in rows.items() if count}
    assert loaded == filled, f"the card loads {loaded}; the manifest states {filled}"

    croissant = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    read = {records.id: sum(1 for _ in croissant.records(records.id)) for records in croissant.metadata.record_sets}
    assert read == rows, f"Croissant loads {read}; the manifest states {rows}"
    print(f"datasets and mlcroissant load every row of {release}")


if __name__ == "__main__":
    main()
