"""Which address and scheme a request came with, when proxies stand before us."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask, trusted: int) -> None:
    """Believe the forwarded headers of so many proxies, and of nobody else; never a forwarded host."""
    if trusted:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's documented way
            app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=0
        )
