"""Starting, watching and stopping LearnHub on one machine; standard library only."""
