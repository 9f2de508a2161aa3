"""The Data tab: the table of examples, its editors and the import of files."""
