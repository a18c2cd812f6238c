import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.ids import find, recognise

NEW = "1706.03762"
ARXIV_FORMS = [
    (NEW, NEW, None),
    (f"{NEW}v5", NEW, 5),
    (f"arXiv:{NEW}", NEW, None),
    (f"ARXIV: {NEW}V2", NEW, 2),
    (f"[{NEW}]", NEW, None),
    (f"<{NEW}>.", NEW, None),
    (f"{NEW} [cs.CL]", NEW, None),
    (f"arXiv:{NEW}v5 [cs.CL] 6 Dec 2017", NEW, 5),
    (f"arXiv preprint arXiv:{NEW}", NEW, None),
    (f"abs/{NEW}", NEW, None),
    (f"https://arxiv.org/abs/{NEW}v5", NEW, 5),
    (f"http://www.arxiv.org/pdf/{NEW}.pdf", NEW, None),
    (f"http://export.arxiv.org/pdf/{NEW}v5.pdf#page=3", NEW, 5),
    (f"arxiv.org/html/{NEW}v2?context=cs", NEW, 2),
    (f"https://arxiv.org/ps/{NEW}", NEW, None),
    (f"https://arxiv.org/src/{NEW}v1", NEW, 1),
    (f"https://arxiv.org/format/{NEW}", NEW, None),
    (f"https://cn.arxiv.org/abs/{NEW}", NEW, None),
    (f"https://www.alphaxiv.org/overview/{NEW}v1", NEW, 1),
    (f"https://alphaxiv.org/abs/{NEW}", NEW, None),
    (f"https://ar5iv.labs.arxiv.org/html/{NEW}", NEW, None),
    ("https://ar5iv.org/abs/hep-th/9901001", "hep-th/9901001", None),
    (f"https://huggingface.co/papers/{NEW}", NEW, None),
    (f"https://huggingface.co/papers/{NEW}#community", NEW, None),
    (f"hf.co/papers/{NEW}", NEW, None),
    (f"10.48550/arXiv.{NEW}", NEW, None),
    (f"doi:10.48550/ARXIV.{NEW}v3", NEW, 3),
    (f"https://doi.org/10.48550/arxiv.{NEW}", NEW, None),
    ("https://doi.org/10.48550%2FarXiv.hep-th%2F9901001", "hep-th/9901001", None),
    ("hep-th/9901001v1", "hep-th/9901001", 1),
    ("arXiv:HEP-TH/9901001", "hep-th/9901001", None),
    ("math.GT/0309136", "math/0309136", None),
    ("cond-mat.mes-hall/0309136", "cond-mat/0309136", None),
    ("https://arxiv.org/pdf/math/0309136v2", "math/0309136", 2),
    ("0704.0001", "0704.0001", None),
]


@pytest.mark.parametrize(("form", "id", "version"), ARXIV_FORMS)
def test_arxiv_in_any_form(form: str, id: str, version: int | None) -> None:
    ids = recognise(form)
    assert ids
    assert (ids.arxiv, ids.version, ids.doi) == (id, version, "")


DOI_FORMS = [
    ("10.1000/ABC", "10.1000/ABC"),
    ("doi:10.1000/abc.", "10.1000/abc"),
    ("DOI 10.1000/abc", "10.1000/abc"),
    ("https://doi.org/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
    ("(http://dx.doi.org/10.1016/S0140-6736(05)67001-4).", "10.1016/S0140-6736(05)67001-4"),
    ("10.1000%2Fabc", "10.1000/abc"),
    ("https://doi.org/10.1000%2Fabc", "10.1000/abc"),
    ("10.1000.10/123", "10.1000.10/123"),
    ("10.1007/978-3-319\\_12", "10.1007/978-3-319_12"),
    ("10.1002/(SICI)1097(199806)49:8<693::AID>3.0.CO;2-O", "10.1002/(SICI)1097(199806)49:8<693::AID>3.0.CO;2-O"),
    ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
    ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf", "10.1101/2020.01.01.123456"),
    (
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000217&type=p",
        "10.1371/journal.pone.0000217",
    ),
    ("https://doi-org.proxy.example.edu/10.1000/abc", "10.1000/abc"),
]


@pytest.mark.parametrize(("form", "doi"), DOI_FORMS)
def test_doi_in_any_form(form: str, doi: str) -> None:
    ids = recognise(form)
    assert ids
    assert (ids.doi, ids.arxiv) == (doi, "")


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("P18-1007", {"acl:p18-1007"}),
        ("https://aclanthology.org/p18-1007/", {"acl:p18-1007"}),
        ("https://www.aclweb.org/anthology/P18-1007.pdf", {"acl:p18-1007"}),
        ("2021.naacl-main.208", {"acl:2021.naacl-main.208"}),
        ("https://aclanthology.org/2021.naacl-main.208.bib", {"acl:2021.naacl-main.208"}),
        ("10.18653/v1/P18-1007", {"acl:p18-1007", "doi:10.18653/v1/p18-1007"}),
        ("https://openreview.net/forum?id=rJl-b3RcF7&noteId=x", {"openreview:rJl-b3RcF7"}),
        ("https://openreview.net/pdf?id=_CfpJazzXT2", {"openreview:_CfpJazzXT2"}),
        ("openreview:_CfpJazzXT2", {"openreview:_CfpJazzXT2"}),
    ],
)
def test_acl_and_openreview(form: str, keys: set[str]) -> None:
    ids = recognise(form)
    assert ids
    assert ids.hard_keys == keys


NO_IDS = """
1313.1234 2300.12345 0808.05394 2301.1234 2301.123456 0701.0001 hep-th/9913001 hep-th/0801001 foo/9901001
arXiv:2313.12345 https://arxiv.org/abs/2301.1234 https://arxiv.org/list/cs.CL/recent 10.48550/arXiv.2313.12345
https://huggingface.co/datasets/1706.03762 https://huggingface.co/papers/date/2025-12-08 rJl-b3RcF7 10.1/x 10.1000/
page.txt examples/daily.html hf:daily:2025-12-08 P18-107 https://[ https://openreview.net/group?id=ICLR.cc/2025
""".split()


@pytest.mark.parametrize(
    "text", [*NO_IDS, "", "  ", "attention is all you need", "1706.03762 and 1706.03763", "x" * 5000]
)
def test_no_id(text: str) -> None:
    assert recognise(text) is None


def test_find_asks_for_a_prefix_class_or_address_in_free_text() -> None:
    text = (
        "Version 2301.12345 is a number; arXiv:1706.03762v2 and 2302.54321 [cs.CL] are ids, so is hep-th/9901001 "
        "(https://arxiv.org/abs/1805.00001, doi:10.1000/xyz); again arXiv:1706.03762v2 and 10.1000/xyz."
    )
    found = find(text)
    assert [ids.arxiv or ids.doi for ids in found] == [
        "1706.03762", "2302.54321", "hep-th/9901001", "1805.00001", "10.1000/xyz",
    ]  # fmt: skip
    assert find("see https://doi.org/10.1000/a,https://doi.org/10.1000/b</a>")[0].doi == "10.1000/a"


@given(st.text() | st.text("ahtps:/.0123456789xivdo[]()%2F-"))
def test_any_text_is_looked_at_without_fail(text: str) -> None:
    recognise(text)
    find(text)


@given(
    st.sampled_from([form for form, *_ in ARXIV_FORMS + DOI_FORMS]), st.sampled_from(["{}", " {}\n", '"{}",', "[{}]"])
)
def test_wrapping_does_not_matter(form: str, wrapping: str) -> None:
    assert recognise(wrapping.format(form)) == recognise(form)
