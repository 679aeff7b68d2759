"""Holds a Parquet file against the CSV of the same table, read with Polars: python tables.py runs.csv runs.parquet"""

import math
import sys

import polars


def same(one, two):
    if one is None or two is None:
        return one is two
    if isinstance(two, float):
        return math.isclose(float(one), two, rel_tol=1e-15, abs_tol=0.0)
    return str(one) == str(two)


def main(csv, parquet):
    words = polars.read_csv(csv, infer_schema=False)
    table = polars.read_parquet(parquet)
    assert words.columns == table.columns, (words.columns, table.columns)
    assert words.height == table.height > 0, (words.height, table.height)
    for name in table.columns:
        for row, (one, two) in enumerate(zip(words[name], table[name])):
            assert same(one, two), (name, row, one, two)


main(*sys.argv[1:])
