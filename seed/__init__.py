"""The demo organisation: an invented company whose past is lived through the services that people use."""

from seed.company import ACCOUNTS, Account
from seed.load import load

__all__ = ["ACCOUNTS", "Account", "load"]
