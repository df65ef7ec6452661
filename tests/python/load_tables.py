#!/usr/bin/env python3
"""Loads every table of a release with pyarrow, pandas, polars and DuckDB and checks types, keys and Arabic text.

usage: load_tables.py RELEASE [--readme README.md]

With --readme, the rows of the table of examples in that file must be rows of the release.
"""
import argparse
import json
import pathlib
import re

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

TEXT, INT, LONG, SHARE, BOOL, DAY = pa.string(), pa.int32(), pa.int64(), pa.float32(), pa.bool_(), pa.date32()
TEXTS = pa.list_(pa.field("element", pa.string(), nullable=False))
MOMENT = pa.timestamp("us", tz="UTC")

# The columns and types that users of the data rely on.
TABLES = {
    "quotes": {
        "quote_id": TEXT, "doc_id": TEXT, "quote": TEXT, "verbatim": TEXT, "quote_type": TEXT, "quote_start": INT,
        "quote_end": INT, "cue": TEXT, "cue_start": INT, "cue_end": INT, "cue_lemma": TEXT, "cue_class": TEXT,
        "negated": BOOL, "speaker": TEXT, "speaker_id": TEXT, "speaker_kind": TEXT, "speaker_mention": TEXT,
        "speaker_start": INT, "speaker_end": INT, "speaker_role": TEXT, "speaker_rule": TEXT, "unresolved": TEXT,
        "via": TEXT, "outlet": TEXT, "date": DAY, "language": TEXT, "in_title": BOOL, "paragraph": INT,
        "context": TEXT, "rule": TEXT, "confidence": SHARE,
    },
    "documents": {
        "doc_id": TEXT, "path": TEXT, "record": LONG, "url": TEXT, "outlet": TEXT, "outlet_source": TEXT,
        "credit": TEXT, "title": TEXT, "byline": TEXT, "date": DAY, "published_at": MOMENT, "date_source": TEXT,
        "language": TEXT, "characters": INT, "paragraphs": INT, "quotes": INT, "text_sha256": TEXT,
    },
    "spans": {
        "quote_id": TEXT, "doc_id": TEXT, "part": TEXT, "ordinal": INT, "start": INT, "end": INT, "text": TEXT,
    },
    "other_marks": {"doc_id": TEXT, "start": INT, "end": INT, "text": TEXT, "reason": TEXT},
    "speakers": {
        "speaker_id": TEXT, "name": TEXT, "name_en": TEXT, "kind": TEXT, "wikidata": TEXT, "roles": TEXTS,
        "aliases": TEXTS, "quotes": INT, "documents": INT, "outlets": TEXTS, "first_date": DAY, "last_date": DAY,
    },
    "rejects": {"path": TEXT, "record": LONG, "reason": TEXT, "detail": TEXT},
    "diagnostics": {"doc_id": TEXT, "code": TEXT, "start": INT, "end": INT, "detail": TEXT},
}
POLARS = {
    TEXT: pl.String, INT: pl.Int32, LONG: pl.Int64, SHARE: pl.Float32, BOOL: pl.Boolean, DAY: pl.Date,
    TEXTS: pl.List(pl.String), MOMENT: pl.Datetime("us", "UTC"),
}
DUCKDB = {
    TEXT: "VARCHAR", INT: "INTEGER", LONG: "BIGINT", SHARE: "FLOAT", BOOL: "BOOLEAN", DAY: "DATE", TEXTS: "VARCHAR[]",
    MOMENT: "TIMESTAMP WITH TIME ZONE",
}
ARABIC = re.compile(r"[\u0621-\u064a]")


def load(release, name, columns):
    """The table in all four readers; fails where they disagree on types or text."""
    folder = release / "data" / name
    arrow = pq.read_table(folder)
    found = {field.name: field.type for field in arrow.schema}
    assert list(found) == list(columns), f"{name}: columns {list(found)}"
    described = json.loads(pq.read_schema(next(folder.iterdir())).metadata[b"qawl.columns"])
    for column, kind in columns.items():
        assert described[column]["description"], f"{name}.{column}: no description in the footer"
        assert found[column].equals(kind), f"{name}.{column}: {found[column]} instead of {kind}"

    frame = pl.read_parquet(folder / "*.parquet")
    assert frame.schema == pl.Schema({c: POLARS[kind] for c, kind in columns.items()}), f"{name}: {frame.schema}"

    listed = duckdb.sql(f"describe select * from '{folder}/*.parquet'").fetchall()
    kinds = {row[0]: row[1] for row in listed}
    assert kinds == {c: DUCKDB[kind] for c, kind in columns.items()}, f"{name}: {kinds}"

    panda = pd.read_parquet(folder)
    assert list(panda.columns) == list(columns) and len(panda) == arrow.num_rows == frame.height, name

    for column in (c for c, kind in columns.items() if kind == TEXT):
        values = arrow.column(column).to_pylist()
        assert "" not in values or column == "detail", f"{name}.{column}: an empty text; unknown is null"
        assert frame[column].to_list() == values, f"{name}.{column}: polars reads other text"
        query = f'select "{column}" from read_parquet(\'{folder}/*.parquet\', file_row_number = true) order by file_row_number'
        assert [row[0] for row in duckdb.sql(query).fetchall()] == values, f"{name}.{column}: DuckDB reads other text"
        assert [v if isinstance(v, str) else None for v in panda[column]] == values, f"{name}.{column}: pandas"
        assert not any("\ufffd" in value for value in values if value), f"{name}.{column}: broken characters"
    return arrow


def check_keys(tables):
    """Keys are unique and refer to rows that are there; offsets agree with the lengths of the texts."""
    rows = {name: table.to_pylist() for name, table in tables.items()}
    documents = {row["doc_id"]: row for row in rows["documents"]}
    quotes = {row["quote_id"]: row for row in rows["quotes"]}
    speakers = {row["speaker_id"]: row for row in rows["speakers"]}
    assert len(documents) == len(rows["documents"]) and len(quotes) == len(rows["quotes"])
    for row in rows["quotes"]:
        document = documents[row["doc_id"]]
        assert (row["outlet"], row["date"]) == (document["outlet"], document["date"]), row
        assert row["speaker_id"] is None or row["speaker_id"] in speakers, row
        assert (row["speaker"] is None) == (row["unresolved"] is not None), row
        assert 0 <= row["quote_start"] < row["quote_end"] <= document["characters"], row
        assert row["confidence"] is None or 0 <= row["confidence"] <= 1, row
    for row in rows["spans"]:
        # Python counts code points, as the offsets do.
        assert len(row["text"]) == row["end"] - row["start"] and row["quote_id"] in quotes, row
    for row in rows["other_marks"]:
        assert len(row["text"]) == row["end"] - row["start"], row
    assert sum(row["quotes"] for row in rows["documents"]) == len(quotes)
    arabic = [row for row in rows["quotes"] if row["language"] == "ar"]
    assert arabic and all(ARABIC.search(row["quote"]) for row in arabic), "a quotation without an Arabic letter"


def check_examples(readme, quotes):
    """The rows of the first table of the file are rows of the release."""
    lines = [line for line in readme.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    head = [cell.strip() for cell in lines[0].strip("|").split("|")]
    rows = quotes.to_pylist()
    count = 0
    for line in lines[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != len(head) or cells[0] == "---":
            break
        wanted = {column: cell or None for column, cell in zip(head, cells)}
        shown = [{c: None if row[c] is None else str(row[c]) for c in head} for row in rows]
        assert wanted in shown, f"{readme.name}: no such row in the release: {wanted}"
        count += 1
    assert count >= 5, f"{readme.name}: {count} example rows were found"
    return count


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("release", type=pathlib.Path)
    arguments.add_argument("--readme", type=pathlib.Path)
    options = arguments.parse_args()
    tables = {name: load(options.release, name, columns) for name, columns in TABLES.items()}
    check_keys(tables)
    counts = ", ".join(f"{name} {table.num_rows}" for name, table in tables.items())
    print(f"pyarrow {pa.__version__}, pandas {pd.__version__}, polars {pl.__version__}, DuckDB {duckdb.__version__}")
    print(f"all tables load with the right types: {counts}")
    if options.readme:
        print(f"{check_examples(options.readme, tables['quotes'])} example rows of {options.readme.name} are in the release")


if __name__ == "__main__":
    main()
