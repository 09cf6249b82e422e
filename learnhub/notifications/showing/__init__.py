"""What pages show of messages: why one came, what comes, and what hosts and admins see."""
