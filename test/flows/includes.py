"""Files that come with a run: text, another encoding, bytes, and one that is not given."""

from pathlib import Path

from metaflow import FlowSpec, IncludeFile, current, step

SHARED = Path(__file__).resolve().parent / "shared"


class IncludesFlow(FlowSpec):
    text = IncludeFile("text", default=str(SHARED / "settings.json"))
    latin = IncludeFile("latin", default=str(SHARED / "latin.txt"), encoding="latin-1")
    data = IncludeFile("data", default=str(SHARED / "latin.txt"), is_text=False)
    computed = IncludeFile("computed", default=lambda _: str(SHARED / "settings.json"))
    absent = IncludeFile("absent", required=False)

    @step
    def start(self):
        self.length = len(self.text)
        self.word = self.latin.strip()
        self.first = self.data[:4]
        self.same = self.computed == self.text
        self.none = self.absent is None
        self.names = sorted(current.parameter_names)
        self.next(self.end)

    @step
    def end(self):
        print(self.word, self.first, self.length > 10)


if __name__ == "__main__":
    IncludesFlow()
