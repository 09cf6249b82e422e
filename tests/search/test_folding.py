import pytest

from learnhub.search.folding import is_plain, tag, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Evaluation, of models.", "evaluation of model"),
        ("C++ and C# and F#", "c++ and c# and f#"),
        ("a+b c++17", "a b c 17"),
        ("Müller Straße Åsa Łódź Øresund", "muller strasse asa lodz oresund"),
        ("naïve café NAÏVE CAFÉ", "naive cafe naive cafe"),
        ("don't Ada’s", "dont ada"),
        ("entries boxes classes batches policies", "entry box class batch policy"),
        ("css status analysis https AWS", "css status analysis http aws"),
        ("snake_case kebab-case 3.14 gpt-4o", "snake case kebab case 3 14 gpt 4o"),
        ("学习机器", "学 习 机 器"),
        ("ひらがな", "ひ ら が な"),
        ("שָׁלוֹם עולם", "שלום עולם"),
        ("مُحَمَّد", "محمد"),
        ("नमस्ते", "नमस्ते"),
        ("Ελλάδα Йод", "ελλαδα иод"),
        ("🚀 rocket 👩‍🚀", "🚀 rocket 👩 🚀"),
        ("½ ﬁne ①", "1 2 fine 1"),
        ("* \" ' ( ) - -- && || \\ : ^", ""),
        ("\ud800 \x00 \u202e", ""),
    ],
)
def test_words_are_folded_alike_everywhere(text, folded):
    assert " ".join(words(text)) == folded


def test_what_is_written_apart_or_together_is_the_same_letter():
    assert words("u\u0308ber") == words("\u00fcber") == ["uber"]


def test_a_word_that_is_too_long_is_cut_on_both_sides():
    assert words("x" * 500) == words("x" * 499) == ["x" * 40]


@pytest.mark.parametrize("name", ["Bug reports", "bug-report", "BUG_REPORTS", "  bug  report "])
def test_a_tag_has_one_spelling(name):
    assert tag(name) == "#bug_report"


def test_a_tag_of_signs_alone_is_none():
    assert tag("!!") == ""


@pytest.mark.parametrize("text", ["robots", "one · two — “three”…", "🙂 robots", "don't"])
def test_signs_that_stand_in_no_word_leave_a_text_plain(text):
    assert is_plain(text)


@pytest.mark.parametrize("text", ["Mu\u0308ller", "Müller", "don’t", "½ a day", "機器", "e\u0301vals"])
def test_a_text_with_words_that_are_kept_otherwise_is_not_plain(text):
    assert not is_plain(text)
