"""The Presets tab: those that come with Atelier and the user's own, as words, as a form, as YAML, side by side."""
