"""The datastore as a task sees it: reads the tasks before it, writes its own records."""
