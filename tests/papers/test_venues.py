import pytest

from readinglist.papers.venues import are_one, is_server


@pytest.mark.parametrize(
    "venue",
    [
        "arXiv",
        "arXiv preprint arXiv:2401.01234",
        "CoRR",
        "OpenReview",
        "bioRxiv",
        "SSRN Electronic Journal",
        "ChemRxiv",
    ],
)
def test_preprint_servers(venue: str) -> None:
    assert is_server(venue)


@pytest.mark.parametrize("venue", ["Nature", "Proceedings of ICML", "Corrosion Science", "Review of Open Lamps"])
def test_venues_that_are_none(venue: str) -> None:
    assert not is_server(venue)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Phys. Rev. Lett.", "Physical Review Letters"),
        ("ICML", "Proceedings of the 40th International Conference on Machine Learning"),
        ("NeurIPS", "Advances in Neural Information Processing Systems 36"),
        ("Proceedings of the 12th Conference on Lamp Repair", "Conference on Lamp Repair (2019)"),
        ("JMLR", "Journal of Machine Learning Research"),
        ("Lamps & Moss", "Lamps and Moss"),
    ],
)
def test_names_of_one_venue(one: str, two: str) -> None:
    assert are_one(one, two)
    assert are_one(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Workshop on Dim Optics", "Journal of Dim Optics"),
        ("ICCV", "Conference on Computer Vision and Pattern Recognition"),
        ("Transactions of the ACL", "ACL"),
        ("Journal of Machine Learning Research", "Transactions on Machine Learning Research"),
        ("Findings of the ACL", "Proceedings of the ACL"),
    ],
)
def test_venues_that_are_two(one: str, two: str) -> None:
    assert not are_one(one, two)
