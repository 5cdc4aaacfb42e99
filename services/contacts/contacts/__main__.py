"""`python -m contacts` serves; `python -m contacts migrate` migrates."""

from shared.service import main

from contacts.main import create_app

main("contacts", create_app)
