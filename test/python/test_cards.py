"""Components, the pages that are made of them, and `current.card`; all without a run."""

from __future__ import annotations

import unittest

from metaflow.cards import (
    Artifact,
    Error,
    EventsTimeline,
    Image,
    JSONViewer,
    Markdown,
    MetaflowCardComponent,
    ProgressBar,
    PythonCode,
    Table,
    ValueBox,
    VegaChart,
    YAMLViewer,
)
from metaflow.decorators.card import CardDecorator
from metaflow.exception import MetaflowException
from metaflow.plugins.cards._step_card import CardComponentManager
from metaflow.plugins.cards.card_modules import chevron
from metaflow.plugins.cards.card_modules._page import page_html, part_html
from metaflow.plugins.cards.card_modules._page._markdown import markdown_html
from metaflow.plugins.cards.card_modules._registry import get_card_class
from metaflow.plugins.cards.component_serializer import CardComponentCollector
from metaflow.plugins.cards.exception import ComponentOverwriteNotSupportedException

PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc```"
    b"\xf8\x0f\0\1\x04\1\0_\xe5\xc3K\0\0\0\0IEND\xaeB`\x82"
)
BARS = {
    "mark": "bar",
    "data": {"values": [{"who": "Ann", "n": 3}, {"who": "Bob", "n": 5}]},
    "encoding": {
        "x": {"field": "who", "type": "nominal"},
        "y": {"field": "n", "type": "quantitative"},
    },
}


class Components(unittest.TestCase):
    def test_render_to_the_parts_that_readers_of_data_know(self):
        self.assertEqual(Markdown("  # A\n  b").render()["source"], "# A\nb")
        self.assertEqual(Markdown("b").render()["source"], "\nb")
        bar = ProgressBar(max=10, label="Rows", value=3, unit="k", metadata="fast").render()
        bar.pop("id")
        self.assertEqual(
            bar,
            {
                "type": "progressBar",
                "max": 10,
                "value": 3,
                "label": "Rows",
                "unit": "k",
                "details": "fast",
            },
        )
        shown = Artifact({"a": 1}, name="n").render()["data"][0]
        self.assertEqual((shown["data"], shown["type"], shown["name"]), ("{'a': 1}", "dict", "n"))
        self.assertEqual(
            Error(ValueError("no"), "Oops").render()["data"], "Oops\n\nValueError('no')"
        )

    def test_a_value_that_cannot_be_shown_is_told_in_its_place(self):
        class Broken:
            def __repr__(self):
                raise RuntimeError("no repr")

        self.assertIn("<Broken instance", Artifact(Broken()).render()["data"][0]["data"])
        chart = VegaChart({"mark": "bar", "data": {"values": [{"a": object()}]}}).render()
        self.assertIn("does not fit into JSON", chart["data"])

    def test_a_table_takes_components_and_names_what_it_cannot_show(self):
        rows = Table([["a", 1, Markdown("m"), {1, 2}]], headers=["h"]).render()["data"]
        self.assertEqual(rows[0][:2], ["a", 1])
        self.assertEqual(rows[0][2]["source"], "\nm")
        self.assertEqual(rows[0][3], "<object>")
        self.assertEqual(Table("nonsense").render()["data"], [[]])

    def test_an_image_is_kept_inside_the_card(self):
        self.assertTrue(Image(PIXEL, "dot").render()["src"].startswith("data:image/png;base64"))
        self.assertIn("no picture of a known kind", Image(b"text").render()["data"])
        self.assertIn("`src` is `None`", Image(None).render()["data"])
        changing = Image(PIXEL, disable_updates=False)
        changing.update("data:image/gif;base64,AAAA", label="new")
        self.assertEqual(changing.render()["label"], "new")

    def test_what_a_value_box_takes(self):
        box = ValueBox("T", 1, "s", "success", "up")
        box.update(value=2)
        self.assertEqual(box.render()["value"], 2)
        for wrong in ({"title": ""}, {"value": "x" * 101}, {"value": 1e16}, {"theme": "a b"}):
            with self.assertRaises(ValueError, msg=str(wrong)):
                ValueBox(**{"value": 1, **wrong})
        with self.assertRaises(TypeError):
            ValueBox(title=3, value=1)

    def test_a_timeline_shows_the_newest_and_counts_all(self):
        events = EventsTimeline("E", max_events=2)
        for at in range(3):
            events.update({"at": at}, payloads={"note": Markdown("n")})
        part = events.render()
        self.assertEqual([event["metadata"]["at"] for event in part["events"]], [2, 1])
        self.assertEqual(part["stats"]["total_events"], 3)
        with self.assertRaises(TypeError):
            events.update({}, payloads={"no": Table()})

    def test_viewers_lay_data_out(self):
        data = {"a": [1, {"b": None}], "c": "yes", "d": {}, "e": "two words"}
        self.assertIn('"b": null', JSONViewer(data).render()["json_string"])
        self.assertEqual(
            YAMLViewer(data).render()["yaml_string"],
            "a:\n- 1\n- b: null\nc: 'yes'\nd: {}\ne: two words\n",
        )


class Pages(unittest.TestCase):
    def test_everything_that_people_say_is_escaped(self):
        evil = "<script>alert(1)</script>"
        parts = [
            Markdown(evil),
            Artifact(evil, name=evil),
            Table([[evil]], headers=[evil]),
            Error(ValueError(evil), evil),
            ProgressBar(label=evil, unit="<i>", metadata=evil),
            ValueBox(evil, evil, evil),
            JSONViewer(evil, title=evil, max_height='1px"><script>'),
            PythonCode(code_string=f"x = '{evil}' {evil}"),
            VegaChart({**BARS, "title": evil}),
            VegaChart({"mark": evil}),
            Image(f'data:image/png;base64,"><script>{evil}', evil),
        ]
        page = page_html(evil, [part.render() for part in parts], complete=True)
        shown = page.partition("</main>")[0]
        self.assertNotIn("<script", shown)
        self.assertIn("&lt;script&gt;alert(1)", shown)

    def test_a_page_needs_nothing_from_elsewhere(self):
        page = page_html("t", [VegaChart(BARS).render()], complete=False)
        for sign in ("src=", "href=", "@import", "url(http"):
            self.assertNotIn(sign, page)
        self.assertIn('METAFLOW_RELOAD_TOKEN = "[METAFLOW_RELOAD_TOKEN]"', page)

    def test_charts_are_drawn_or_shown_as_what_they_are(self):
        drawn = part_html(VegaChart(BARS).render())
        self.assertEqual(drawn.count("<rect"), 2)
        self.assertIn("Bob: 5", drawn)
        lines = {**BARS, "mark": {"type": "line"}}
        self.assertIn("fc-line", part_html(VegaChart(lines).render()))
        counted = {**BARS, "encoding": {"x": BARS["encoding"]["x"], "y": {"aggregate": "count"}}}
        self.assertIn("Ann: 1", part_html(VegaChart(counted).render()))
        binned = {"x": {"field": "n", "bin": True}, "y": {"aggregate": "count"}}
        rows = {"values": [{"n": n} for n in (0.5, 19, 1, 11)]}
        histogram = part_html(VegaChart({"mark": "bar", "data": rows, "encoding": binned}).render())
        self.assertIn("<title>0 – 2: 2</title>", histogram)
        self.assertEqual(histogram.count("<rect"), 3)
        self.assertIn("is not drawn here", part_html(VegaChart({"mark": "arc"}).render()))

    def test_a_part_of_any_shape_leaves_the_rest_of_the_card(self):
        strange = [
            {"type": "vegaChart", "spec": {"mark": ["bar"], "encoding": "x"}},
            {"type": "vegaChart", "spec": {"layer": []}},
            {"type": "table", "data": 5},
            {"type": "dag", "data": {"a": 1}},
            {"type": "never heard of"},
        ]
        page = page_html("t", [*strange, "the rest"], complete=True)
        self.assertIn("the rest", page)
        self.assertIn("never heard of", page)

    def test_the_graph_is_drawn_and_told(self):
        graph = {
            "start": {"type": "split-foreach", "next": ["work"]},
            "work": {"type": "linear", "next": ["work", "end"]},
            "end": {"type": "end", "next": []},
        }
        drawn = part_html({"type": "dag", "data": {"steps": graph}, "current": "work"})
        self.assertEqual(drawn.count("<rect"), 4)
        self.assertEqual(drawn.count("fc-edge"), 3)
        self.assertIn("start (foreach) leads to work", drawn)

    def test_markdown(self):
        cases = {
            "# A *b*": "<h1>A <em>b</em></h1>",
            "a **b** `c<d`": "<p>a <strong>b</strong> <code>c&lt;d</code></p>",
            "[x](https://a.b)": '<p><a href="https://a.b" target="_blank" '
            'rel="noopener noreferrer">x</a></p>',
            "[x](javascript:a)": "<p>x</p>",
            "- a\n  - b\n- c": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
            "2. a\n3. b": '<ol start="2"><li>a</li><li>b</li></ol>',
            "```\n<a>\n```": "<pre><code>&lt;a&gt;</code></pre>",
            "> a": "<blockquote><p>a</p></blockquote>",
            "a\n\n---\nb": "<p>a</p>\n<hr>\n<p>b</p>",
            "a<br>b <img onerror=x>": "<p>a<br>b &lt;img onerror=x&gt;</p>",
            "snake_case_name": "<p>snake_case_name</p>",
            "- [x] done": '<ul><li><input type="checkbox" disabled checked> done</li></ul>',
        }
        for source, wanted in cases.items():
            self.assertEqual(markdown_html(source), wanted, source)
        self.assertIn('<td style="text-align:right">1</td>', markdown_html("|a|\n|-:|\n|1|"))

    def test_markdown_of_any_shape_ends(self):
        for source in ("**a" * 500, ">" * 500, "- " * 500, "`" * 999, "[" * 500, "*_" * 500):
            self.assertTrue(markdown_html(source))

    def test_templates(self):
        values = {"a": "<", "items": [{"n": 1}, {"n": 2}], "none": []}
        template = (
            "{{a}}{{{a}}}{{&a}}\n{{#items}}\n{{n}},\n{{/items}}\n{{^none}}no{{/none}}{{! x }}"
        )
        self.assertEqual(chevron.render(template, values), "&lt;<<\n1,\n2,\nno")
        with self.assertRaises(chevron.ChevronError):
            chevron.render("{{#a}}", {})


class Text(MetaflowCardComponent):
    REALTIME_UPDATABLE = True

    def __init__(self, text):
        self.text = text

    def render(self):
        return self.text


class Recorder:
    """Stands for what has cards made, and for the log."""

    def __init__(self):
        self.made = []
        self.said = []

    def create(self, request, wait=False):
        self.made.append((request.mode, wait))

    def log(self, message, timestamp=False, bad=False):
        self.said.append(message)


class CurrentCard(unittest.TestCase):
    def collector(self, *cards):
        self.recorder = Recorder()
        attributes = {
            "type": "default",
            "id": None,
            "options": {},
            "timeout": 45,
            "save_errors": True,
            "customize": False,
            "refresh_interval": 0,
            "rank": None,
        }
        self.cards = [
            CardComponentManager(
                {**attributes, **card},
                get_card_class({**attributes, **card}["type"]),
                self.recorder,
                self.recorder.log,
            )
            for card in cards
        ]
        return CardComponentCollector(self.cards, self.recorder.log)

    def counts(self):
        return [len(card.components) for card in self.cards]

    def test_the_only_editable_card_is_meant(self):
        card = self.collector({"type": "test_non_editable_card"}, {"type": "blank", "id": "b"})
        card.append(Text("a"))
        card.extend([Text("b"), Text("c")])
        self.assertEqual(self.counts(), [0, 3])
        card.clear()
        self.assertEqual(self.counts(), [0, 0])

    def test_of_several_the_one_without_id_is_meant(self):
        self.collector({"id": "a"}, {}).append(Text("a"))
        self.assertEqual(self.counts(), [0, 1])

    def test_customize_decides(self):
        self.collector({}, {"id": "a", "customize": "True"}).append(Text("a"))
        self.assertEqual(self.counts(), [0, 1])

    def test_when_several_could_be_meant_it_warns_once_and_on_the_cards(self):
        card = self.collector({}, {})
        card.append(Text("a"))
        card.append(Text("a"))
        self.assertEqual(len(self.recorder.said), 1)
        self.assertIn("[@card WARNING]", self.recorder.said[0])
        self.assertEqual(self.counts(), [1, 1])

    def test_an_id_that_no_card_has(self):
        card = self.collector({"id": "a"})
        card["b"].append(Text("lost"))
        card["a"].append(Text("kept"))
        self.assertIn("current.card['b']", self.recorder.said[0])
        self.assertEqual(self.counts(), [2])

    def test_ids_that_two_cards_have_work_for_neither(self):
        card = self.collector({"id": "a"}, {"id": "a"})
        self.assertIn("the same id: a", self.recorder.said[0])
        self.assertEqual(card["a"], [])

    def test_all_components_are_replaced_by_a_list(self):
        card = self.collector({"id": "a"})
        card["a"] = [Text("x"), Text("y")]
        card["a"] = "nonsense"
        self.assertEqual([each.text for each in card["a"]], ["x", "y"])

    def test_components_by_id(self):
        card = self.collector({})
        card.append(Text("a"), id="one")
        components = card.components
        self.assertEqual(components["one"].text, "a")
        with self.assertRaises(ComponentOverwriteNotSupportedException):
            components["one"] = Text("b")
        components["other"].update("into the void")
        self.assertIn("no component with the id other", self.recorder.said[0])
        del components["one"]
        self.assertNotIn("one", components)
        with self.assertRaises(KeyError):
            del components["one"]

    def test_cards_of_a_type(self):
        card = self.collector({}, {"type": "blank", "id": "x"}, {"type": "blank", "id": "y"})
        self.assertEqual(card.get(type="blank"), self.cards[1:])
        self.assertEqual(card.get("none"), [])

    def test_what_is_no_component_is_left_out(self):
        self.collector({}).append("text")
        self.assertEqual(self.counts(), [0])

    def test_a_new_layout_is_rendered_and_new_values_are_only_sent(self):
        card = self.collector({})
        card.append(Text("a"), id="t")
        card.refresh()
        card.components["t"].text = "b"
        card.refresh()
        card.append(Text("c"))
        card.refresh()
        self.assertEqual(
            self.recorder.made,
            [
                ("render_runtime", False),
                ("refresh", False),
                ("render_runtime", False),
                ("refresh", True),
            ],
        )

    def test_refreshes_that_come_too_fast_are_passed_over(self):
        card = self.collector({"refresh_interval": 1000})
        card.refresh()
        card.refresh(force=True)
        self.assertEqual(len(self.recorder.made), 1)

    def test_seconds_are_numbers(self):
        for attributes in ({"timeout": "soon"}, {"refresh_interval": [1]}):
            with self.assertRaisesRegex(MetaflowException, "number of seconds"):
                CardDecorator(attributes).external_init()
        CardDecorator({"timeout": "3", "refresh_interval": None}).external_init()

    def test_data_that_json_cannot_keep_are_ignored(self):
        card = self.collector({})
        card.refresh({"bad": object()})
        self.assertIn("does not fit into JSON", self.recorder.said[0])

    def test_a_component_that_raises_is_left_out(self):
        class Raises(MetaflowCardComponent):
            def render(self):
                raise ValueError

        card = self.collector({})
        card.extend([Raises(), Text("a")])
        self.assertEqual(self.cards[0].request("render").components, ["a"])


if __name__ == "__main__":
    unittest.main()
