"""Reading what Excel and others write, refusing what is none, and writing what no spreadsheet computes."""

import csv
import io
import zipfile
from contextlib import suppress
from datetime import datetime
from time import monotonic, process_time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.core import sheets
from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from seed import past

REAL = past.EXPORT


def read(data: bytes | str) -> Sheet:
    return sheets.read(io.BytesIO(data.encode() if isinstance(data, str) else data))


def cells(sheet: Sheet) -> list[list[str]]:
    return [row.cells for row in sheet.rows]


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(data: bytes, **members: bytes) -> bytes:
    """The same archive with some members replaced or added; `__` stands for a slash."""
    new = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in members.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in {*old.namelist(), *new}:
            made.writestr(name, new[name] if name in new else old.read(name))
    return out.getvalue()


def test_the_real_export_is_read_whole():
    sheet = read(REAL.read_bytes())
    assert len(sheet.rows) == 146
    assert sheet.headers[:3] == ["Project Title", "Table Number", "Submission Url"]
    assert {len(row.cells) for row in sheet.rows} == {18}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_an_encoding_that_excel_writes_is_understood(encoding):
    text = "name;town\r\nAda Öztürk;Zürich\r\n"
    assert read(text.encode(encoding)) == Sheet(["name", "town"], [sheets.Row(2, ["Ada Öztürk", "Zürich"])])


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_found_outside_of_quotes(mark):
    text = f'"a,;\t|x"{mark}b\n1{mark}2\n'
    assert cells(read(text)) == [["1", "2"]]


def test_excels_own_hint_names_the_separator():
    assert read("sep=|\na|b,c\n1|2\n").headers == ["a", "b,c"]


def test_quoted_line_ends_and_quotes_stay_in_their_cell():
    sheet = read('a,b\n"one\r\ntwo","say ""hi"""\nnext,row\n')
    assert cells(sheet) == [["one\ntwo", 'say "hi"'], ["next", "row"]]
    assert [row.number for row in sheet.rows] == [2, 3]


def test_headers_that_come_twice_or_are_empty_are_told_apart():
    assert read("Email,,Email\na,b,c\n").headers == ["Email", "Column 2", "Email (2)"]
    assert read("x (2),x,x\na,b,c\n").headers == ["x (2)", "x", "x (3)"]


def test_blank_rows_count_for_the_numbers_and_are_left_out():
    assert [row.number for row in read("a,b\n\n,\n1,2\n").rows] == [4]


def test_short_rows_in_the_middle_are_as_excel_writes_them():
    assert cells(read("a,b,c\n1\n2,3\n4\n")) == [["1"], ["2", "3"], ["4"]]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty."),
        (b" \n\r\n", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"a,b\n", "The file has a header and no rows."),
        (b"ada@example.org,Ada\nbob@example.org,Bob\n", "The file has no header"),
        (b"1,2\n3,4\n", "The file has no header"),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is a picture"),
        (b"%PDF-1.7 \xe2\xe3", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel file of the old kind"),
        (b"<!DOCTYPE html><html>", "This is a web page"),
        (b'{"a": 1}', "This is not a spreadsheet."),
        (b"a,b\n1,\x002\n", "This is not a spreadsheet."),
        (b"\x81\x8d\x8f,\xff\n", "This is not a spreadsheet."),
        (b"PK\x03\x04 no archive", "This Excel file cannot be read"),
        (b'a,b\n1,"2\n3,4\n', "a quotation mark that opens in row 2 is never closed"),
        (b"a,b,c\n1,2,3\n4,5", "its last row, 3, has 2 of 3 columns"),
        (b"a,b,c\n1,2,3\n4,5\n", "its last row, 3, has 2 of 3 columns"),
        ("a,b\n1,é".encode()[:-1], "in the middle of a character"),
        ("a,b\n1,2\n".encode("utf-16")[:-1], "in the middle of a character"),
        (b"a\n" + b"x" * 300_000, "a cell is too long"),
        (b"a,b\n" + b"1," * 300, "more than 200 columns"),
    ],
)
def test_what_cannot_be_read_says_why(data, says):
    if data.endswith(b"1," * 300):
        data += b"1\n"
    with pytest.raises(Invalid) as caught:
        read(data)
    assert says in str(caught.value)
    assert caught.value.field == "file"


def test_wherever_the_real_export_is_cut_the_cut_is_noticed():
    data = REAL.read_bytes()
    for end in range(500, len(data) - 1, len(data) // 40):
        with pytest.raises(Invalid):
            read(data[:end])


def test_a_million_rows_are_refused_at_once():
    data = b"a,b\n" + b"1,2\n" * 1_000_000
    began = process_time()
    with pytest.raises(Invalid, match="more than 20,000 rows"):
        read(data)
    assert process_time() - began < 2


def test_a_file_beyond_the_size_is_refused_before_it_is_held(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_BYTES", 1000)
    endless = io.BytesIO(b"a,b\n" * 1000)
    with pytest.raises(Invalid, match="larger than"):
        sheets.read(endless)
    assert endless.tell() == 1001


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_CELLS", 100)
    with pytest.raises(Invalid, match="more than 100 cells"):
        read("a,b\n" + "1,2\n" * 60)


def test_a_workbook_is_read_as_a_person_would_type_it():
    data = workbook(
        ["name", "age", "since", "in", "rate"],
        ["Ada", 36.0, datetime.fromisoformat("2026-12-03"), True, 0.5],
        ["Bob", None, datetime.fromisoformat("2026-12-03T17:30"), False, -2],
    )
    assert cells(read(data)) == [
        ["Ada", "36", "2026-12-03", "yes", "0.5"],
        ["Bob", "", "2026-12-03 17:30:00", "no", "-2"],
    ]


def test_a_formula_gives_the_value_last_seen_and_never_itself():
    assert cells(read(workbook(["a", "b"], ["x", "=HYPERLINK(1)"]))) == [["x"]]


def test_a_row_far_below_or_far_to_the_right_is_bounded():
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.active["A1048576"] = "far"
    file = io.BytesIO()
    book.save(file)
    began = monotonic()
    with pytest.raises(Invalid):
        read(file.getvalue())
    book.active["XFD2"] = "right"
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(Invalid):
        read(file.getvalue())
    assert monotonic() - began < 10


def test_a_zip_bomb_is_refused_unopened():
    bomb = repacked(workbook(["a"], ["b"]), xl__media__big=b"0" * (61 * 1024 * 1024))
    assert len(bomb) < 200_000
    with pytest.raises(Invalid, match="unpacks to more"):
        read(bomb)


def test_a_thousand_members_are_refused():
    out = io.BytesIO(workbook(["a"], ["b"]))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(600):
            archive.writestr(f"xl/x{number}", b"")
    with pytest.raises(Invalid, match="unpacks to more"):
        read(out.getvalue())


def test_entities_are_refused_wherever_they_hide():
    lol = b'<?xml version="1.0"?><!-- ' + b"x" * 9000 + b' --><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(Invalid, match="damaged"):
        read(repacked(workbook(["a"], ["b"]), **{"xl__worksheets__sheet1_xml": lol}))


def test_another_kind_of_archive_is_no_spreadsheet():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(Invalid, match="not a spreadsheet"):
        read(out.getvalue())


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_that_was_cut_off_is_refused(share):
    data = workbook(["a", "b"], *[[str(n), n] for n in range(500)])
    with pytest.raises(Invalid, match="damaged"):
        read(data[: int(len(data) * share)])


def test_a_workbook_that_was_damaged_on_its_way_is_refused():
    """What unpacks it stops in the middle of a member, with an error of its own."""
    data = bytearray(workbook(["a", "b"]))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo("xl/workbook.xml")
    begins = member.header_offset + 30 + len(member.filename)  # behind the head of the member
    data[begins : begins + 8] = b"\xff" * 8
    with pytest.raises(Invalid, match="damaged"):
        read(bytes(data))


def test_the_real_export_survives_a_round_trip_through_both():
    sheet = read(REAL.read_bytes())
    rows = [row.cells for row in sheet.rows]
    file = io.BytesIO()
    sheets.write_xlsx(file, sheet.headers, rows)
    assert cells(read(file.getvalue())) == [row[: len(row)] for row in _guarded(rows)]
    text = "".join(sheets.csv_lines(sheet.headers, rows))
    assert cells(read(text)) == _guarded(rows)


def _guarded(rows):
    return [[str(sheets.guarded(cell)) for cell in row] for row in rows]


SCRIPTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.lists(SCRIPTS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_no_cell_that_we_write_can_be_a_formula(rows):
    text = "".join(sheets.csv_lines(["=a", "+b"], rows)).removeprefix("\ufeff")
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert not cell.startswith(sheets.DANGEROUS)


@given(st.sampled_from(sheets.DANGEROUS), SCRIPTS)
def test_a_cell_that_could_be_a_formula_is_text_in_a_workbook(mark, rest):
    file = io.BytesIO()
    sheets.write_xlsx(file, ["a", "b"], [[f"{mark}{rest}", -2]])
    row = list(openpyxl.load_workbook(file).active.iter_rows())[1]
    assert row[0].data_type == "s"
    assert row[0].value.startswith("'")
    assert row[1].value == -2


@given(st.binary(max_size=400))
def test_no_bytes_at_all_end_in_anything_but_rows_or_a_reason(data):
    with suppress(Invalid):
        sheet = read(data)
        assert sheet.rows
        assert len(set(sheet.headers)) == len(sheet.headers)
