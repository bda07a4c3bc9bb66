"""Metaflow's form of log lines; see `mflog.mflog`."""
