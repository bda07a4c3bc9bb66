"""@secrets: where the variables come from, and what never gets out."""

from __future__ import annotations

import os
import sys
import types
import unittest
from unittest import mock

from in_process import Run, flow_of
from metaflow.decorators import official_needs
from metaflow.exception import MetaflowException
from metaflow.plugins.aws.secrets_manager import aws_secrets_manager_secrets_provider as aws
from metaflow.plugins.secrets import SecretsProvider, get_secret, utils
from metaflow.plugins.secrets.secrets_spec import SecretSpec

VALUE = "hush-hush"


def inline(variables):
    return {"type": "inline", "id": "here", "options": {"env_vars": variables}}


def flow_with(attributes):
    return flow_of(
        f"""
        @secrets({attributes})
        @step
        def start(self):
            import os
            self.length = len(os.environ["TESTED_SECRET"])
            self.next(self.end)
        """,
        above="from metaflow import secrets",
    )


class InAStep(unittest.TestCase):
    def run_with(self, attributes):
        self.addCleanup(os.environ.pop, "TESTED_SECRET", None)
        run = Run(self, flow_with(attributes))
        return run, run.attempt("start", "1")

    def test_are_variables(self):
        run, result = self.run_with(f"sources=[{inline({'TESTED_SECRET': VALUE})}]")
        self.assertEqual(result["state"], "succeeded")
        self.assertEqual(run.artifacts("start", "1").load("length"), len(VALUE))

    def test_variables_that_are_there_stay(self):
        os.environ["TESTED_SECRET"] = "mine"
        _, result = self.run_with(f"sources=[{inline({'TESTED_SECRET': VALUE})}]")
        self.assertEqual(result["state"], "failed")
        self.assertIn("the environment has it already", result["error"]["message"])
        self.assertNotIn(VALUE, str(result))
        self.assertEqual(os.environ["TESTED_SECRET"], "mine")

    def test_unless_they_may_be_replaced(self):
        os.environ["TESTED_SECRET"] = "mine"
        sources = [inline({"TESTED_SECRET": VALUE})]
        run, result = self.run_with(f"sources={sources}, allow_override=True")
        self.assertEqual(result["state"], "succeeded")
        self.assertEqual(run.artifacts("start", "1").load("length"), len(VALUE))

    def test_two_secrets_may_not_have_the_same(self):
        sources = [inline({"TESTED_SECRET": VALUE}), inline({"TESTED_SECRET": VALUE})]
        _, result = self.run_with(f"sources={sources}")
        self.assertIn("Two secrets set the variable", result["error"]["message"])
        self.assertNotIn("TESTED_SECRET", os.environ)

    def test_come_from_a_provider_of_the_flow(self):
        class Vault(SecretsProvider):
            TYPE = "vault-of-a-test"

            def get_secret_as_dict(self, secret_id, options=None, role=None):
                return {"TESTED_SECRET": f"{secret_id} for {role}"}

        run, result = self.run_with("sources=['vault-of-a-test.a.b'], role='me'")
        self.assertEqual(result["state"], "succeeded")
        self.assertEqual(run.artifacts("start", "1").load("length"), len("a.b for me"))

    def test_stores_that_only_metaflow_knows_are_named(self):
        flow = flow_with("sources=['gcp-secret-manager.x']")
        self.assertEqual(official_needs(flow), ["@secrets of step 'start'"])


class Sources(unittest.TestCase):
    def test_forms(self):
        for source, expected in (
            ("vault.a.b", ("vault", "a.b", {}, "usual")),
            ({"type": "vault", "id": "a"}, ("vault", "a", {}, "usual")),
            (
                {"type": "vault", "id": "a", "options": {"x": 1}, "role": "own"},
                ("vault", "a", {"x": 1}, "own"),
            ),
        ):
            spec = SecretSpec.of(source, "usual")
            found = (spec.secrets_backend_type, spec.secret_id, spec.options, spec.role)
            self.assertEqual(found, expected)

    def test_wrong_forms(self):
        for source, words in (
            (3, "string or a dict"),
            ({"type": "vault"}, "'id' must be a string"),
            ({"type": 3, "id": "a"}, "'type' must be a string"),
            ({"type": "vault", "id": "a", "options": 3}, "'options' must be a dict"),
            ({"type": "vault", "id": "a", "role": 3}, "'role' must be a string"),
            ("plain", "METAFLOW_DEFAULT_SECRETS_BACKEND_TYPE"),
        ):
            with self.subTest(source), self.assertRaisesRegex(MetaflowException, words):
                SecretSpec.of(source, None)

    def test_an_unknown_store_is_named_with_those_that_there_are(self):
        with self.assertRaisesRegex(MetaflowException, "nowhere.*aws-secrets-manager"):
            get_secret("nowhere.x")

    def test_variables_are_checked_and_their_values_kept_back(self):
        for variables, words in (
            ({3: "x"}, "name of a secret variable"),
            ({"A": 31337}, "value of secret variable 'A'"),
            ({"A-B": VALUE}, "'A-B' can't be"),
            ({"METAFLOW_X": VALUE}, "reserved"),
        ):
            with self.assertRaisesRegex(MetaflowException, words) as raised:
                utils.validate_env_vars(variables)
            self.assertNotIn(VALUE, str(raised.exception))
            self.assertNotIn("31337", str(raised.exception))


class OfAws(unittest.TestCase):
    def fetch(self, answer, **options):
        client = mock.Mock()
        client.get_secret_value.return_value = answer
        with mock.patch("metaflow.plugins.aws.aws_client.get_aws_client") as get:
            get.return_value = client
            found = aws.AwsSecretsManagerSecretsProvider().get_secret_as_dict(
                options.pop("secret_id", "db"), options, options.pop("role", None)
            )
        self.asked = get.call_args.kwargs
        return found

    def test_a_json_object_is_several_variables(self):
        text = '{"db-password": "x", "port": 5432}'
        self.assertEqual(
            self.fetch({"Name": "db", "SecretString": text}), {"db_password": "x", "port": "5432"}
        )

    def test_a_text_is_one(self):
        answer = {"Name": "my/db.key", "SecretString": VALUE}
        self.assertEqual(self.fetch(answer, json=False), {"my_db_key": VALUE})
        named = self.fetch(answer, json=False, env_var_name="KEY")
        self.assertEqual(named, {"KEY": VALUE})

    def test_bytes_are_one(self):
        self.assertEqual(self.fetch({"Name": "db", "SecretBinary": b"\0\1"}), {"db": "AAE="})

    def test_the_region_is_that_of_the_address(self):
        self.fetch(
            {"Name": "db", "SecretString": "{}"},
            secret_id="arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3",
            region="us-east-1",
        )
        self.assertEqual(self.asked["client_params"], {"region_name": "eu-west-1"})

    def test_no_text_gets_into_a_message(self):
        for answer, kind in (
            ({"Name": "db", "SecretString": VALUE}, aws.MetaflowAWSSecretsManagerJSONParseError),
            ({"Name": "db", "SecretString": f'["{VALUE}"]'}, MetaflowException),
            ({"Name": "db", "SecretString": f'{{"a-b": "{VALUE}", "a.b": ""}}'}, MetaflowException),
            ({"SecretString": VALUE}, aws.MetaflowAWSSecretsManagerBadResponse),
            ({"Name": "db"}, aws.MetaflowAWSSecretsManagerBadResponse),
        ):
            with self.assertRaises(kind) as raised:
                self.fetch(answer)
            self.assertNotIn(VALUE, str(raised.exception))
            self.assertIsNone(raised.exception.__cause__)

    def test_without_boto3_it_says_so(self):
        missing = {"boto3": None}
        with (
            mock.patch.dict(sys.modules, missing),
            self.assertRaisesRegex(MetaflowException, "the package boto3"),
        ):
            get_secret("aws-secrets-manager.db")

    def test_clients_are_made_by_boto3(self):
        made = []
        session = types.SimpleNamespace(client=lambda name, **options: made.append((name, options)))
        boto3 = types.SimpleNamespace(session=types.SimpleNamespace(Session=lambda: session))
        config = types.SimpleNamespace(Config=lambda **options: options)
        modules = {"boto3": boto3, "botocore": None, "botocore.config": config}
        from metaflow.plugins.aws.aws_client import get_aws_client

        with mock.patch.dict(sys.modules, modules):
            get_aws_client("sqs", client_params={"region_name": "eu-west-1"})
        self.assertEqual(made, [("sqs", {"region_name": "eu-west-1"})])


if __name__ == "__main__":
    unittest.main()
