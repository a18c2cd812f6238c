#!/usr/bin/env bash
# bib-dedupe 0.11 (https://pypi.org/project/bib-dedupe): ids that differ, and given names that differ, do not keep two
# records apart.
#
# Surprising: two articles with one title, each with a DOI of its own, are a "duplicate", not a "maybe"; so are two of
# one title by Lei Wang and by Min Wang. One would expect an id of one kind that differs to be evidence against, and
# given names written in full to be compared.
# Where it bites: whoever takes its duplicates for one record, or compares figures with it (tests/bench/identity.py),
# joins the conference and the journal version of a work, and works of namesakes.
# Source: the run below; in the package, sim_doi in bib_dedupe/sim.py takes the edit ratio of two DOIs, so that two of one
# publisher are nearly equal, and bib_dedupe/match_conditions.py lets even a low one pass where all else agrees.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check bib-dedupe==0.11 pandas==2.3.3
cat > "$home/ask.py" <<'PY'
from importlib.metadata import version

import pandas
from bib_dedupe import bib_dedupe


def record(id: str, title: str, author: str, year: str, doi: str) -> dict[str, str]:
    told = {"ID": id, "title": title, "author": author, "year": year, "doi": doi, "journal": "Journal of Harbour Studies"}
    return {"ENTRYTYPE": "article", **dict.fromkeys(("booktitle", "volume", "number", "pages", "abstract"), ""), **told}


if __name__ == "__main__":
    kites, ledgers = "Mapping tide pools with paper kites over grey harbours", "Ledgers kept by ferrymen on a northern lake shore"
    records = [
        record("kites-1", kites, "Fern, Ida and Moss, Karl", "2020", "10.5555/kites.1"),
        record("kites-2", kites, "Fern, Ida and Moss, Karl", "2020", "10.5555/kites.2"),
        record("ledgers-lei", ledgers, "Wang, Lei", "2014", ""),
        record("ledgers-min", ledgers, "Wang, Min", "2014", ""),
    ]
    prepared = bib_dedupe.prep(pandas.DataFrame(records), cpu=1, verbosity_level=0)
    found = bib_dedupe.match(bib_dedupe.block(prepared, cpu=1, verbosity_level=0), cpu=1, verbosity_level=0)
    labels = {frozenset(pair): label for *pair, label in zip(found.ID_1, found.ID_2, found.duplicate_label)}
    seen = [labels.get(frozenset(pair), "none") for pair in (("kites-1", "kites-2"), ("ledgers-lei", "ledgers-min"))]
    print("bib-dedupe", version("bib-dedupe"), "pandas", version("pandas"))
    print("expected: neither pair is a duplicate: the DOIs differ; the given names differ")
    print("seen:     other DOIs:", seen[0], "| other given names:", seen[1])
    raise SystemExit(seen != ["duplicate", "duplicate"])
PY
"$home/venv/bin/python" "$home/ask.py"
