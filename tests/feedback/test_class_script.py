"""report.html in a browser: the table sorts and filters, the page fits, and nobody else's script runs."""

from __future__ import annotations

import pytest
from feedback.browser import dom, evaluated
from feedback.classes import check, exercise, large, result, summary

from autograder.feedback.class_page import class_page
from autograder.report import Late

DARK = "--blink-settings=preferredColorScheme=0"
NAMES = "[...document.querySelectorAll('#class tbody tr:not([hidden]) th')].map(cell => cell.textContent)"


def small():
    """Four students in an order that no column has."""
    late = Late(submitted="s", due="d", days=1, points=0.5, why="late")

    def points(number):
        return exercise("swap_units", check("c0", points=number), check("c1", "failed", points=12 - number))

    idea = exercise("swap_units", check("c0", points=2), check("c1", "failed", idea="i", hint="Hint.", points=10))
    return summary(
        result("Zoë", points(11.25), late=late, mark=10.75),  # more than 11.125, as text it is less
        result("ann 10", points(11.125)),
        result("Ann 2", idea),
        result("bob", status="unreadable"),
        result("<b>Çem</b>", exercise("swap_units", check("c0", points=12))),
    )


def test_a_click_on_a_heading_sorts_and_another_one_turns_the_order(tmp_path):
    page = class_page(small())
    steps = f"""(() => {{
      const names = () => {NAMES};
      const heads = [...document.querySelectorAll('#class thead th')];
      const click = (number) => {{ heads[number].querySelector('button').click(); return names(); }};
      const said = () => heads.map(head => head.getAttribute('aria-sort'));
      return {{start: names(), said0: said(), name: click(0), nameDown: click(0), score: click(1), said1: said(),
               scoreDown: click(1), late: click(4)}};
    }})()"""
    found = evaluated(page, steps, tmp_path)
    written = ["Zoë", "ann 10", "Ann 2", "bob", "<b>Çem</b>"]
    assert found["start"] == written
    assert set(found["said0"]) == {None}
    assert found["name"] == ["<b>Çem</b>", "Ann 2", "ann 10", "bob", "Zoë"]  # as people count, not as bytes do
    assert found["nameDown"] == found["name"][::-1]
    assert found["score"] == ["Ann 2", "ann 10", "Zoë", "<b>Çem</b>", "bob"]
    assert found["scoreDown"] == ["<b>Çem</b>", "Zoë", "ann 10", "Ann 2", "bob"]  # who has none is last both times
    assert found["said1"][:2] == [None, "ascending"]
    assert found["late"][0] == "Zoë"


def test_the_table_is_filtered_by_text_kind_exercise_and_idea(tmp_path):
    steps = f"""(() => {{
      const names = () => {NAMES};
      const set = (id, value) => {{ const field = document.getElementById(id); field.value = value;
        field.dispatchEvent(new Event('input', {{bubbles: true}})); return names(); }};
      const all = () => {{ document.getElementById('all').click(); return names().length; }};
      return {{hidden: document.getElementById('filters').hidden, said: document.getElementById('shown').textContent,
        text: set('find', 'ANN'), told: document.getElementById('shown').textContent,
        file: set('find', 'bob.ipynb'), none: set('find', 'nobody'), all: all(),
        late: set('flag', 'late'), both: set('find', 'x'), again: all(),
        ungraded: set('flag', 'not graded'), more: all(),
        missed: set('missed', '0'), last: all(), idea: set('idea', '0'),
        flags: [...document.getElementById('flag').options].map(option => option.value)}};
    }})()"""
    found = evaluated(class_page(small()), steps, tmp_path)
    assert found["hidden"] is False
    assert found["said"] == "5 of 5 shown"
    assert found["text"] == ["ann 10", "Ann 2"]
    assert found["told"] == "2 of 5 shown"
    assert found["file"] == ["bob"]
    assert found["none"] == found["both"] == []
    assert found["all"] == found["again"] == found["more"] == found["last"] == 5
    assert found["late"] == ["Zoë"]
    assert found["ungraded"] == ["bob"]
    assert found["missed"] == ["Zoë", "ann 10", "Ann 2", "bob"]
    assert found["idea"] == ["Ann 2"]
    assert found["flags"] == ["", "not graded", "late"]


def test_a_misconception_shows_who_had_it(tmp_path):
    made = large(40)
    place = next(k for k, each in enumerate(made.misconceptions) if len(each.students) > 2)
    steps = f"(() => {{ document.querySelector('a[data-idea=\"{place}\"]').click(); return {NAMES}; }})()"
    assert evaluated(class_page(made), steps, tmp_path) == sorted(made.misconceptions[place].students)


def test_a_script_that_is_not_ours_does_not_run_and_all_is_there_without_ours(tmp_path):
    attack = "<script>document.body.dataset.ran = 'yes'</script><img src=x onerror=\"document.body.dataset.ran='yes'\">"
    page = class_page(small()).replace("</main>", attack + "</main>")
    assert 'data-ran="yes"' not in dom(page, tmp_path)
    without = class_page(small()).replace("script-src", "script-not")
    shown = dom(without, tmp_path)
    assert shown.count("<tr data-flags") == 5
    assert "hidden" in shown.partition('id="filters"')[2].partition(">")[0]
    assert "<button" not in shown.partition("<thead>")[2].partition("</thead>")[0]


@pytest.mark.parametrize("width", [320, 1200])
def test_only_the_table_itself_is_wider_than_a_narrow_window(tmp_path, width):
    frame = (
        "(() => { const sides = [...document.querySelectorAll('main *')]"
        ".filter(part => !part.closest('.window') || part.matches('.window'))"
        ".filter(part => part.getBoundingClientRect().right > document.body.clientWidth + 1);"
        " return sides.map(part => part.outerHTML.slice(0, 80)); })()"
    )
    page = class_page(large(30)).replace("<body ", f'<body style="width:{width}px;min-width:0;padding:.75rem" ')
    opened = page.replace("<details class", "<details open class")
    assert evaluated(opened, frame, tmp_path, f"--window-size={max(width, 500)},900") == []


CONTRASTS = """(() => {
  const channel = (value) => value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (part) => {
    for (; part; part = part.parentElement) {
      const colour = rgb(getComputedStyle(part).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  for (const part of document.querySelectorAll('main *')) {
    const own = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || part.closest('option')) continue;
    const [one, other] = [light(rgb(getComputedStyle(part).color)), light(ground(part))].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (other + 0.05);
    if (contrast < 4.5) poor.add(`${part.tagName} ${part.className} ${contrast.toFixed(2)}`);
  }
  return [...poor, getComputedStyle(document.body).backgroundColor];
})()"""


@pytest.mark.parametrize("options", [(), (DARK,)], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(tmp_path, options):
    *poor, ground = evaluated(class_page(large(60)), CONTRASTS, tmp_path, *options)
    assert poor == []
    assert (int(ground[4:].partition(",")[0]) < 128) == bool(options)
