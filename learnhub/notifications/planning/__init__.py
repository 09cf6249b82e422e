"""What comes, when and to whom: occasions and news become rows."""
