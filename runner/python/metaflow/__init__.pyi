# What `from metaflow import …` gives, for Pylance, Pyright and mypy. The package itself loads most names at their first use.
# ruff: noqa: E501, I001
from typing import Any

from . import cards as cards
from . import client as client
from . import datastore as datastore
from . import events as events
from . import exception as exception
from . import metaflow_config as metaflow_config
from . import metaflow_current as metaflow_current
from . import plugins as plugins
from . import runner as runner
from . import user_configs as user_configs
from . import user_decorators as user_decorators
from . import util as util
from ._decorators import (
    airflow_external_task_sensor as airflow_external_task_sensor,
    airflow_s3_key_sensor as airflow_s3_key_sensor,
    batch as batch,
    card as card,
    catch as catch,
    conda as conda,
    conda_base as conda_base,
    environment as environment,
    exit_hook as exit_hook,
    kubernetes as kubernetes,
    parallel as parallel,
    project as project,
    pypi as pypi,
    pypi_base as pypi_base,
    pytorch_parallel as pytorch_parallel,
    resources as resources,
    retry as retry,
    schedule as schedule,
    secrets as secrets,
    timeout as timeout,
    trigger as trigger,
    trigger_on_finish as trigger_on_finish,
)
from ._inputs import Inputs as Inputs
from .client import (
    DataArtifact as DataArtifact,
    Flow as Flow,
    Metaflow as Metaflow,
    Run as Run,
    Step as Step,
    Task as Task,
    default_metadata as default_metadata,
    default_namespace as default_namespace,
    get_metadata as get_metadata,
    get_namespace as get_namespace,
    inspect_spin as inspect_spin,
    metadata as metadata,
    namespace as namespace,
)
from .flowspec import FlowSpec as FlowSpec, step as step
from .includefile import IncludeFile as IncludeFile
from .metaflow_current import current as current
from .metaflow_profile import profile as profile
from .multicore_utils import (
    parallel_imap_unordered as parallel_imap_unordered,
    parallel_map as parallel_map,
)
from .parameters import (
    JSONType as JSONType,
    JSONTypeClass as JSONTypeClass,
    Parameter as Parameter,
)
from .plugins.datatools.s3 import S3 as S3
from .plugins.namespaced_events import namespaced_event_name as namespaced_event_name
from .plugins.parsers import yaml_parser as yaml_parser
from .plugins.pypi.parsers import (
    conda_environment_yml_parser as conda_environment_yml_parser,
    pyproject_toml_parser as pyproject_toml_parser,
    requirements_txt_parser as requirements_txt_parser,
)
from .runner.metaflow_runner import Runner as Runner
from .runner.nbrun import NBRunner as NBRunner
from .user_configs.config_parameters import Config as Config, ConfigValue as ConfigValue
from .user_decorators.user_flow_decorator import FlowMutator as FlowMutator
from .user_decorators.user_step_decorator import (
    USER_SKIP_STEP as USER_SKIP_STEP,
    StepMutator as StepMutator,
    UserStepDecorator as UserStepDecorator,
    user_step_decorator as user_step_decorator,
)

__version__: str
EXT_PKG: str

def config_expr(expr: str) -> Any:
    """A value worked out from configs later on: `config_expr("config.cpu * 2")`, for options of decorators and parameters."""

# Extensions of Metaflow bring further names, and some are known to the installed package alone.
def __getattr__(name: str) -> Any: ...
