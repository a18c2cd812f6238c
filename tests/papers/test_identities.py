"""Which papers of a library a record is, or may be."""

from time import process_time
from typing import Any

from readinglist.papers.author import Author
from readinglist.papers.identity.candidates import Identities, Match
from readinglist.papers.identity.evidence import hard_keys
from readinglist.papers.ids import recognise
from readinglist.papers.paper import Paper
from tests.papers.making import IDA, JOURNAL, KARL, MEETING, TITLE, UNA, paper

NEW = "1706.03762"


def matching(newcomer: Paper, *others: Paper) -> Match:
    """What a library that holds `others` as p0, p1, ... says of `newcomer`."""
    papers = [each.with_fields({"id": f"p{n}", "arrival": n}) for n, each in enumerate(others)]
    return Identities(papers).match(newcomer)


def same(newcomer: Paper, *others: Paper) -> str:
    return matching(newcomer, *others).same


def asked(newcomer: Paper, *others: Paper) -> list[str]:
    match = matching(newcomer, *others)
    assert not match.same
    return [id for id, _ in match.asked]


def bare(*given: Any, **told: Any) -> Paper:
    return paper(*given, **{"authors": [], **told})


def test_ids_in_other_forms_are_the_same_id() -> None:
    assert same(bare(doi="10.5555/ABC"), bare(doi="10.5555/abc", title="Counting")) == "p0"
    assert same(bare(doi=f"10.48550/arXiv.{NEW}"), bare(arxiv=NEW)) == "p0"
    assert same(bare(doi="10.18653/v1/P18-1007"), bare(acl="P18-1007")) == "p0"


def test_a_record_that_two_papers_fit_as_well_is_a_question_about_both() -> None:
    newcomer = bare(arxiv=NEW, doi="10.5555/x", source="file:x.bib")
    two = [bare(arxiv=NEW), bare(doi="10.5555/x")]
    assert asked(newcomer, *two) == ["p0", "p1"]
    assert same(newcomer, *two, newcomer) == "p2"
    assert same(two[1], *two, newcomer) == "p1"
    two = [bare(arxiv="2401.00001"), bare(arxiv="2401.00002")]
    assert asked(bare(source="x"), *two) == ["p0", "p1"]


def test_what_fits_one_better_is_that_one_and_a_question_about_the_other() -> None:
    two = [bare(arxiv="2401.00001", abstract="One."), bare(arxiv="2401.00002", abstract="Two.")]
    match = matching(bare(abstract="two", source="x"), *two)
    assert match.same == "p1"
    assert [id for id, _ in match.asked] == ["p0"]


def test_a_third_record_does_not_join_what_contradicts() -> None:
    meeting, journal = paper(**MEETING), paper(year=2021, **JOURNAL)
    preprint = paper(arxiv=NEW, year=2019, source="x")
    joined = Paper({**preprint.record, "parts": [{**preprint.record, "id": "p0"}, meeting.record]})
    match = matching(journal, joined)
    assert not match.same
    assert "venues" in match.asked[0][1]


def test_each_record_of_a_paper_is_known() -> None:
    renamed = paper("A Lamp, a Fern and a Ledger", arxiv=NEW)
    joined = Paper({**paper(**JOURNAL).record, "parts": [paper(**JOURNAL).record, renamed.record]})
    assert same(paper("A Lamp, a Fern and a Ledger", source="x"), joined) == "p0"
    assert same(paper("Whatever It Is Called Now", arxiv=NEW, source="x"), joined) == "p0"


def test_the_same_record_from_the_same_source_is_the_same_paper() -> None:
    record = paper("Dropout", authors=[IDA], key="k")
    assert matching(record, record).is_repeat
    assert asked(paper("Dropout", authors=[IDA], key="other"), record) == ["p0"]


def test_untitled_entries_are_known_by_source_key_and_fields() -> None:
    record = bare("", key="k", fields={"howpublished": "a leaflet"})
    assert same(record, record) == "p0"
    assert not same(bare("", key="k", fields={"howpublished": "a poster"}), record)
    assert not same(bare("", key="k", source="file:b.bib", fields={"howpublished": "a leaflet"}), record)
    assert not same(bare(""), bare(""))


def test_similar_titles_are_found() -> None:
    assert asked(paper("Counting Spore by Lantern Light"), paper()) == ["p0"]
    assert asked(paper(f"{TITLE} and Fine-Tuned Moss", authors=[IDA]), paper()) == ["p0"]
    assert asked(paper("Counting Spores for Lantern Light"), paper("Counting Spores in Lantern Light")) == ["p0"]
    assert asked(paper("Something Else Entirely by Lantern Light"), paper()) == []


def test_a_similar_title_by_other_people_is_not_asked_about() -> None:
    assert asked(paper("Counting Spore by Lantern Light", authors=[UNA]), paper()) == []
    assert asked(paper("Counting Spore by Lantern Light", authors=[Author("Fern", "Olga")]), paper(authors=[IDA])) == []
    assert asked(paper("Counting Spore by Lantern Light", authors=[]), paper()) == ["p0"]


def test_similar_titles_are_found_however_many_share_their_words() -> None:
    firsts = "alder birch cedar dogwood elm fir gorse hazel".split()
    seconds = "iris juniper kale larch maple nettle oak pine".split()
    crowd = [
        paper(f"{one} lamps counting {two} spores light for from", authors=[UNA]) for one in firsts for two in seconds
    ]
    found = asked(paper("Counting Lamps from Spores Light"), paper("Counting Lamps for Spores Light"), *crowd)
    assert "p0" in found
    glow = [paper(f"Lamps {word} Glow", authors=[UNA]) for word in (*firsts, *seconds) for _ in range(4)]
    assert "p0" in asked(paper("Lamps: Counting by Night"), paper("Lamps"), *glow)


def test_very_many_papers_with_one_title_or_doi_take_little_time() -> None:
    both: list[dict[str, Any]] = [{}, {"doi": "10.5555/x"}]
    for shared in both:
        crowd = [
            paper(
                TITLE if not shared else f"Lamp {n} of {n}", authors=[Author(f"Fern{n}", "Ida")], key=f"k{n}", **shared
            )
            for n in range(1500)
        ]
        index = Identities(with_words=True)
        begun = process_time()
        for n, each in enumerate(crowd):
            index.put(f"p{n}", each.with_fields({"id": f"p{n}", "arrival": n}))
        assert all(index.match(each).is_repeat for each in crowd)
        assert process_time() - begun < 5


def test_a_crowd_with_one_title_still_knows_the_same_author_and_the_same_entry() -> None:
    crowd = [paper(authors=[Author(f"Fern{n}", "Ida")], key=f"k{n}") for n in range(100)]
    assert same(paper(authors=[Author("Fern70", "I.")], source="file:b.bib"), *crowd) == "p70"
    assert matching(crowd[99], *crowd).same == "p99"


def test_other_people_with_one_title_are_a_question() -> None:
    assert asked(paper(authors=[UNA]), paper()) == ["p0"]
    assert asked(paper(authors=[Author("Moss", "Pia")]), paper(authors=[KARL])) == ["p0"]


def test_purged_papers_are_remembered_and_never_asked_about() -> None:
    purged = paper(arxiv=NEW).with_fields({"purged": True})
    assert same(paper(arxiv=NEW), purged) == "p0"
    assert asked(paper(authors=[UNA]), purged) == []


def test_the_index_follows_replacements() -> None:
    before = paper(arxiv=NEW).with_fields({"id": "p0"})
    after = paper("A Wholly Different Thing", doi="10.5555/x").with_fields({"id": "p0"})
    index = Identities([before])
    index.match(paper("Never Seen Before Here"))
    index.put("p0", after)
    assert index.match(paper(arxiv=NEW)).same == ""
    assert index.match(paper("A wholly different thing", source="x")).same == "p0"
    index.put("p0", None)
    assert index.match(after) == Identities([]).match(after)


def test_hard_keys_of_a_paper() -> None:
    one = Paper.of("x", arxiv=NEW, doi="10.5555/X", acl="P18-1007", openreview="_CfpJazzXT2", fields={"pmid": "12"})
    keys = {f"arxiv:{NEW}", "doi:10.5555/x", "acl:p18-1007", "openreview:_CfpJazzXT2", "pmid:12"}
    assert hard_keys(one) == keys
    assert hard_keys(Paper.of("x", doi="10.1101/2020.01.01.123456")) == {"doi:10.1101/2020.01.01.123456"}
    ids = recognise("https://doi.org/10.5555/X")
    assert ids
    assert ids.hard_keys <= keys
