import pytest

from readinglist.papers.identity.venues import are_one, is_server


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
        "CoRR abs/2401.01234",
        "Unpublished manuscript",
        "Under review at Lamps",
        "To be submitted",
    ],
)
def test_preprint_servers(venue: str) -> None:
    assert is_server(venue)


@pytest.mark.parametrize(
    "venue",
    [
        "Nature",
        "Proceedings of ICML",
        "Corrosion Science",
        "Review of Open Lamps",
        "Manuscripta Mathematica",
        "Manuscript Studies",
        "HAL Review",
        "CORR: Journal of Corrosion",
        "Under Review: A Journal of Lamps",
    ],
)
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
        ("EACL", "Conference of the European Chapter of the Association for Computational Linguistics"),
        ("ACL", "Proceedings of the 58th Annual Meeting of the Association for Computational Linguistics"),
        ("Proc. IEEE", "Proceedings of the IEEE"),
        ("TPAMI", "IEEE Transactions on Pattern Analysis and Machine Intelligence"),
        ("Transactions on Lamp Repair", "IEEE Trans. Lamp Repair"),
        ("Conference on Lamp and Fog Repair (LFR '12)", "LFR 2012"),
        ("Lamp Gems Vol. 4", "Lamp Gems"),
        ("Twenty-Third Symposium on Lamps", "23rd Symposium on Lamps"),
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
        ("Science", "Science Advances"),
        ("Lamp Access", "Access"),
        ("IEEE Access", "ACM Access"),
        ("Communications of the ACM", "IEEE Communications"),
        ("International Journal of Moss", "Journal of Moss"),
        ("Annual Review of Physics", "International Review of Physics"),
        ("Lecture Notes in Physics", "Physics"),
        ("First Workshop on Moss", "Second Workshop on Moss"),
        ("Proceedings of the 3rd Conference on Moss", "Proceedings of the 4th Conference on Moss"),
        ("ICML 2019", "ICML 2020"),
        ("ACL", "Conference of the European Chapter of the Association for Computational Linguistics"),
        ("Physical Review", "Physical Review A"),
        ("J. Phys. C", "Journal of Physical Chemistry"),
        ("Moss Short Papers", "Moss Long Papers"),
        ("Moss (Graz)", "Moss (Wien)"),
    ],
)
def test_venues_that_are_two(one: str, two: str) -> None:
    assert not are_one(one, two)
