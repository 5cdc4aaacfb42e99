"""`python -m billing` serves; `python -m billing migrate` brings the database to head."""

from shared.service import main

from billing.main import create_app

if __name__ == "__main__":
    main("billing", create_app)
