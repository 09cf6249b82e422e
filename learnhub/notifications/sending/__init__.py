"""From rows to the inbox and the mail server: claimed, checked again, sent, settled."""
