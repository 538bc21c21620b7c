"""Parts of pages that were met before: never is a page read otherwise for what was read before it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import UnreadableError
from extractor.model.document import Grid
from extractor.model.shape import ShapedRows
from extractor.readers import html
from extractor.readers.seals import take_out


def table(numbers, look=0, label="新收", number="{}", cell="{}", row="<tr>"):
    """A table of three columns, its cells dressed in one of several looks."""
    dress = (
        "{}",
        '<p class="a" style="color:red">{}</p>',
        "<span lang=EN-US>{}</span>",
        "<div><b>{}</b></div>",
        "{}<o:p></o:p>",
    )[look % 5]
    fill = iter(numbers)
    head = f"<tr><td>{label}</td><td colspan='2'>合计</td></tr>"
    rows = "".join(
        f"{row}<th>第{i}项</th>"
        + "".join(f"<td>{dress.format(cell.format(number.format(next(fill))))}</td>" for _ in range(2))
        + "</tr>"
        for i in range(3)
    )
    return f"<table border=1>{head}{rows}</table>"


def menu(name="栏目"):
    """A list of links, long enough to be worth it."""
    links = "".join(f'<li class="x{i}"><a href="/{i}.html"><b>{name}</b>{i}</a></li>\n' for i in range(9))
    return f'<ul class="nav">{links}</ul>'


AROUND = (
    "<body><div>{}</div></body>",
    "<p>前{}后</p>",
    "<p><font>{}</font></p>",
    "<h2><span>{}</span></h2>",
    "<pre>一\n{}\n二</pre>",
    "<!-- {} -->",
    "<script>document.write('{}')</script>",
    "<textarea>{}</textarea>",
    "<select><option>{}</option></select>",
    "<noscript>{}</noscript>",
    "<title>{}</title>",
    '<div title="{}">文</div>',
    "<table><tr><td>{}</td></tr></table>",
    "<table><tr><td>左</td><td>{}</td></tr></table>",
    "<table><tr><td>左</td><td>1</td></tr><tr><td>{}</td><td>2</td></tr></table>",
    "<table><tr><td>{}</td><td>" + "很长的一段文字" * 40 + "</td></tr></table>",
    "<table><caption>{}</caption><tr><td>1</td><td>2</td></tr></table>",
    "<table>{}<tr><td>1</td><td>2</td></tr></table>",
    "<div style='display:none'>{}</div>",
    "<div hidden>{}</div>",
    "<div style='visibility:hidden'>{}</div>",
    "<table><tr style='visibility:hidden'><td>{}</td><td>1</td></tr></table>",
    "<div style='font-size:0'>{}</div>",
    "<style>.nav{{display:none}} td{{visibility:hidden}}</style>{}",
    "<style>.nav li{{display:none}}</style>{}",
    "<sup>{}</sup>",
    "<span style='vertical-align:super'>{}</span>",
    "<a href='#_ftn1'>{}</a>",
    "<div>12{}<a href='#_ftn1'>1</a></div>",
    "<ul><li>一{}</li></ul>",
    "<del>{}</del>",
    "<a href=x>{}",
    "</div></td>{}</table>",
    "<b><table><tr>{}</b>",
    "{}</body></html><p>其后</p>",
    "<table sealed='0'><tr><td>1</td></tr></table>{}",
    "<div>" * 235 + "{}",
    "<div>" * 248 + "{}",
    "<table><tr><td>" * 4 + "{}",
)


def read(page):
    """Everything of a page as read, or why it was not."""
    try:
        document = html.read(page)
    except UnreadableError as error:
        return str(error)
    blocks = [
        (tuple(b.rows), b.width, b.exact, b.scope) if isinstance(b, Grid) else b for b in document.blocks
    ]
    return blocks, document.title, document.metadata, document.notes


def alike_warm_and_cold(pages):
    """Assert that pages are read one after the other as each is read alone."""
    cold = []
    for page in pages:
        html.forget()
        cold.append(read(page))
    html.forget()
    order = [*range(len(pages))] * 3
    random.Random(1).shuffle(order)
    assert [read(pages[i]) == cold[i] for i in order] == [True] * len(order)


def sealed(page):
    """What of a page is known."""
    return take_out(html.source_of(page))[1]


def warm(*pages):
    """Forget everything, and meet these pages as often as it takes."""
    html.forget()
    for page in pages * 3:
        read(page)


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("part", [table(range(6)), menu()])
def test_what_stands_around_a_part_counts_as_ever(around, part):
    inner = [part, part.replace("'", '"'), part + part, table(range(7, 13)) + menu() + part]
    plain = [f"<body>{one}</body>" for one in (part, table(range(6)), menu())]
    alike_warm_and_cold([*plain, *(around.format(one) for one in inner), *plain])


@pytest.mark.parametrize("look", range(5))
def test_a_table_is_known_whatever_it_looks_like(look):
    warm(table(range(6), 0))
    (known,) = sealed(table(range(10, 16), look))
    assert known.numbers == [*map(str, range(10, 16))]
    (grid,) = html.read(table(range(10, 16), look)).blocks
    assert isinstance(grid.rows, ShapedRows)
    assert [c.text for row in grid.rows[1:] for c in row[1:]] == known.numbers


@pytest.mark.parametrize(
    "odd",
    [
        {"label": "新收<sup>1</sup>"},
        {"label": "新收<a href='#_ftn1'>1</a>"},
        {"label": "<img src=x>"},
        {"label": "<input value=3>"},
        {"label": "a < b"},
        {"label": '<b title="a>b">新收</b>'},
        {"label": "<![if !x]>新收<![endif]>"},
        {"label": "<table><tr><td>1</td></tr></table>"},
        {"label": "</td></tr></table><table>"},
        {"label": "字" * 160},
        {"number": "{}<span>5</span>"},
        {"number": "&nbsp;{}"},
        {"number": "{}件"},
        {"cell": "<b style='visibility:hidden'>{}</b>"},
        {"row": "<tr><form>"},
        {"row": "<b><tr>"},
        {"row": "<tr hidden>"},
        {"number": "<i hidden>3</i>{}"},
        {"number": "{}<i style='display:none'>3</i>"},
    ],
)
def test_odd_tables_are_read_as_at_first_sight(odd):
    pages = [table(range(n, n + 6), look, **odd) for n in (1, 20, 300) for look in range(5)]
    alike_warm_and_cold(
        [table(range(6)), *pages, *(f"<table><tr><td>{p}</td><td>1</td></tr></table>" for p in pages)]
    )


def test_hidden_numbers_stay_hidden():
    pages = [table(range(n, n + 6), number="<i hidden>77</i>{}") for n in (1, 20, 300)]
    warm(*pages)
    (known,) = sealed(pages[1])
    assert known.numbers == [*map(str, range(20, 26))]


def test_a_part_that_only_stood_in_a_comment_is_left_alone_from_then_on():
    warm(menu())
    page = f"<body><!-- {menu()} --><p>文</p></body>"
    assert sealed(page)
    read(page)
    assert not sealed(page)


@settings(deadline=None)
@given(st.data())
def test_no_damage_to_a_page_is_read_otherwise_after_others(data):
    """A page of tables and menus, with pieces of it lost, doubled or moved."""
    looks = st.integers(0, 4)
    parts = [table(range(6), data.draw(looks)), menu(), table(range(60, 66), data.draw(looks), label="办理")]
    around = data.draw(st.lists(st.sampled_from(AROUND), min_size=1, max_size=3))
    page = "".join(frame.format(data.draw(st.sampled_from(parts))) for frame in around)
    tokens = [t for t in page.replace("<", "\0<").replace(">", ">\0").split("\0") if t]
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(tokens) - 1))
        kind = data.draw(st.sampled_from(("lose", "double", "move")))
        piece = tokens[at]
        if kind == "lose":
            tokens[at] = ""
        else:
            to = at if kind == "double" else data.draw(st.integers(0, len(tokens) - 1))
            tokens.insert(to, piece)
    damaged = "".join(tokens)
    html.forget()
    cold = read(damaged)
    warm(*parts, *(f"<div>{part}</div>" for part in parts))
    assert [read(damaged) for _ in range(3)] == [cold] * 3
