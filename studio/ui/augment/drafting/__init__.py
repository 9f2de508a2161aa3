"""The second view of the Augment tab: drafts by a language model, on this machine or on a server that is named."""
