"""`python -m volunteers` serves; `python -m volunteers migrate` brings the database to head."""

from shared.service import main

from volunteers.main import create_app

if __name__ == "__main__":
    main("volunteers", create_app)
