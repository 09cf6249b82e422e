"""What a package gives the others. Each says it in its `feature.py`; `app.py` lists them, lowest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Flask

from learnhub.core import events, points


@dataclass(frozen=True, slots=True)
class Feature:
    """One package: its pages, the facts that it hears, and what it gives to points of packages below it."""

    name: str  # of its folder
    blueprints: tuple[Blueprint, ...] = ()
    subscriptions: tuple[events.Subscriptions, ...] = ()
    gives: tuple[points.Gift, ...] = ()


def connect(app: Flask, features: Sequence[Feature]) -> None:
    """Connect them in the order given, in which they also hear a fact.

    Raises ValueError for two blueprints of one name, and where two give what can be given only once.
    """
    events.connect(table for feature in features for table in feature.subscriptions)
    points.connect(gift for feature in features for gift in feature.gives)
    for feature in features:
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
