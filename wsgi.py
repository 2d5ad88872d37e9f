"""For a WSGI server: `gunicorn wsgi:app`. Settings come from the environment."""

from screener.app import create_server_app
from screener.config import read_settings

app = create_server_app(read_settings())
