"""The project file: store, history, import, split and snapshot."""
