"""The client reads what older Metaflows left behind, and says what it cannot read."""

from __future__ import annotations

import gzip
import json
import pickle
import tempfile
import unittest
from hashlib import sha1
from pathlib import Path

from metaflow.client.core import Flow, Run, Task, metadata, namespace
from metaflow.exception import (
    MetaflowInternalError,
    MetaflowNotAvailable,
    MetaflowNotFound,
    StorageError,
    UnreadableArtifact,
)


class OldRun(unittest.TestCase):
    """A run as its files were before roots, attempts in tags and line times were recorded."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.root = self.folder / ".metaflow"
        self.record("OldFlow", flow_id="OldFlow")
        self.record("OldFlow/7", run_number="7", tags=["user:tester"], system_tags=[])
        for step, begun in (("start", 1000), ("end", 1200)):
            fields = {"step_name": step, "run_number": "7", "ts_epoch": begun}
            self.record(f"OldFlow/7/{step}", **fields)
            self.record(f"OldFlow/7/{step}/1", task_id="1", step_name=step, run_number="7")
            self.sysmeta(step, "attempt", 1000, "0")
            self.sysmeta(step, "attempt-done", 1500, "0")
        self.artifact("end", "_success", True)
        self.artifact("end", "model", {"depth": 3})
        namespace(None)
        metadata(str(self.folder))
        self.task = Task("OldFlow/7/end/1")

    def write(self, path, record):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(record))

    def record(self, path, **fields):
        self.write(f"{path}/_meta/_self.json", {"flow_id": "OldFlow", "ts_epoch": 1000, **fields})

    def sysmeta(self, step, field, ms, value):
        record = {"field_name": field, "type": field, "value": value, "ts_epoch": ms, "tags": None}
        self.write(f"OldFlow/7/{step}/1/_meta/sysmeta_{field}_{ms}.json", record)

    def artifact(self, step, name, value, **fields):
        data = pickle.dumps(value, 2)
        key = sha1(data).hexdigest()
        blob = self.root / "OldFlow" / "data" / key[:2] / key
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(gzip.compress(data))
        record = {
            "name": name,
            "sha": key,
            "content_type": "gzip+pickle-v2",
            "ds_type": "local",
            "location": str(blob),
            "ts_epoch": 1500,
            **fields,
        }
        self.write(f"OldFlow/7/{step}/1/_meta/0_artifact_{name}.json", record)
        return blob

    def test_reads_artifacts_whose_record_has_the_path_of_the_blob(self):
        self.assertEqual(Run("OldFlow/7").data.model, {"depth": 3})
        self.assertTrue(Run("OldFlow/7").successful)
        self.assertIsNone(Run("OldFlow/7").trigger)
        self.assertEqual([step.id for step in Run("OldFlow/7")], ["end", "start"])

    def test_reads_logs_without_line_times(self):
        log = self.root / "OldFlow/7/end/1/0.stdout.log"
        log.write_text("plain\noutput\n")
        place = {"ds_type": "local", "location": str(log), "attempt": 0}
        self.sysmeta("end", "log_location_stdout", 1400, json.dumps(place))
        self.assertEqual(self.task.stdout, "plain\noutput\n")
        self.assertEqual(self.task.stdout_size, 13)
        self.assertEqual(self.task.stderr, "\n")

    def test_tells_attempts_apart_by_time_when_tags_do_not(self):
        self.sysmeta("end", "attempt", 2000, "1")
        self.sysmeta("end", "note", 2100, "second")
        first, second = (Task("OldFlow/7/end/1", attempt=number) for number in (0, 1))
        self.assertNotIn("note", first.metadata_dict)
        self.assertEqual(second.metadata_dict["note"], "second")
        self.assertEqual(Task("OldFlow/7/end/1", attempt=2).metadata, [])
        self.assertEqual(self.task.current_attempt, 1)

    def test_shows_the_attempt_that_was_done_last(self):
        self.artifact("end", "model", {"depth": 4})
        record = self.root / "OldFlow/7/end/1/_meta/0_artifact_model.json"
        record.rename(record.with_name("1_artifact_model.json"))
        self.assertNotIn("model", self.task)
        self.sysmeta("end", "attempt-done", 2500, "1")
        self.assertEqual(self.task.data.model, {"depth": 4})
        self.assertNotIn("model", Task("OldFlow/7/end/1", attempt=0))

    def test_names_what_it_cannot_read(self):
        self.artifact("end", "far", 1, ds_type="s3", location=":root:s3://bucket/prefix")
        self.artifact("end", "odd", 2, content_type="parquet")
        self.artifact("end", "broken", "x" * 5000).write_bytes(gzip.compress(b"x" * 5000)[:20])
        with self.assertRaisesRegex(MetaflowNotAvailable, "s3://bucket/prefix"):
            self.task["far"].data  # noqa: B018
        with self.assertRaisesRegex(UnreadableArtifact, "OldFlow/7/end/1/odd.*parquet"):
            self.task["odd"].data  # noqa: B018
        with self.assertRaisesRegex(StorageError, "OldFlow/7/end/1/broken.*damaged"):
            self.task["broken"].data  # noqa: B018
        self.assertEqual(self.task.data.model, {"depth": 3})

    def test_names_a_damaged_record(self):
        (self.root / "OldFlow/7/start/_meta/_self.json").write_text("{")
        with self.assertRaisesRegex(StorageError, "start/_meta/_self.json"):
            list(Run("OldFlow/7"))
        self.assertEqual(Run("OldFlow/7")["end"].task.data.model, {"depth": 3})

    def test_unpickles_what_older_clients_pickled(self):
        for state in (
            {"version": "2.8.4", "data": ["OldFlow/7", None, False]},
            {"version": "2.12.4", "data": ["OldFlow/7", None, None, False]},
            {"_pathspec": "OldFlow/7", "_attempt": None},
        ):
            run = Run.__new__(Run)
            run.__setstate__(state)
            self.assertEqual((run.id, run.successful), ("7", True))
        with self.assertRaises(MetaflowInternalError):
            Run.__new__(Run).__setstate__({"version": "9.9", "data": []})

    def test_counts_a_run_without_its_record_as_absent(self):
        (self.root / "OldFlow/7/_meta/_self.json").unlink()
        for path in (lambda: Run("OldFlow/7"), lambda: Task("OldFlow/7/end/1")):
            self.assertRaises(MetaflowNotFound, path)
        self.assertEqual(list(Flow("OldFlow")), [])


if __name__ == "__main__":
    unittest.main()
