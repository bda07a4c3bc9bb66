/** What `metaflow` has: of Metaflow 2.19.38, without extensions. */

/** Names that flows import, for "did you mean". */
export const PUBLIC_NAMES: ReadonlySet<string> = new Set([
  'Config',
  'ConfigValue',
  'DataArtifact',
  'DeployedFlow',
  'Deployer',
  'Flow',
  'FlowMutator',
  'FlowSpec',
  'IncludeFile',
  'JSONType',
  'Metaflow',
  'NBDeployer',
  'NBRunner',
  'Parameter',
  'Run',
  'Runner',
  'S3',
  'Step',
  'StepMutator',
  'Task',
  'UserStepDecorator',
  'airflow_external_task_sensor',
  'airflow_s3_key_sensor',
  'batch',
  'card',
  'cards',
  'catch',
  'conda',
  'conda_base',
  'config_expr',
  'current',
  'default_metadata',
  'default_namespace',
  'environment',
  'exit_hook',
  'get_metadata',
  'get_namespace',
  'inspect_spin',
  'kubernetes',
  'metadata',
  'namespace',
  'namespaced_event_name',
  'parallel',
  'parallel_imap_unordered',
  'parallel_map',
  'profile',
  'project',
  'pypi',
  'pypi_base',
  'pytorch_parallel',
  'resources',
  'retry',
  'schedule',
  'secrets',
  'step',
  'timeout',
  'trigger',
  'trigger_on_finish',
  'user_step_decorator',
]);

/** Its modules and what is there for its own use. */
const OTHER_NAMES =
  'EXT_PKG JSONTypeClass R USER_SKIP_STEP airflow_internal argo_workflows_internal cli cli_args cli_components client ' +
  'clone_util cmd cmd_with_io conda_environment_yml_parser datastore debug decorators event_logger events exception ' +
  'extension_support flowspec graph includefile integrations lint meta_files metadata_provider metaflow_config ' +
  'metaflow_config_funcs metaflow_current metaflow_environment metaflow_git metaflow_profile metaflow_version mflog ' +
  'monitor multicore_utils package packaging_sys parameters plugins procpoll pylint_wrapper pyproject_toml_parser ' +
  'requirements_txt_parser runner runtime sidecar step_functions_internal system system_context tagging_util task ' +
  'tracing tuple_util unbounded_foreach unbounded_test_foreach_internal user_configs user_decorators util vendor ' +
  'version yaml_parser';

const ALL: ReadonlySet<string> = new Set([...PUBLIC_NAMES, ...OTHER_NAMES.split(' ')]);

export function isMetaflowName(name: string): boolean {
  return ALL.has(name) || name.startsWith('_');
}
