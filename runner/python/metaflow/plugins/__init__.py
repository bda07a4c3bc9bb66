"""What is reached by an import path of its own below `metaflow.plugins`."""
