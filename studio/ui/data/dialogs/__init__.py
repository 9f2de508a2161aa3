"""The larger dialogs of the Data tab."""
