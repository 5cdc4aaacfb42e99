"""The commands of `sensoor`, by name; each lies in a module of `commands` called like it."""

import typer

from sensoor.commands.annual_report import annual_report
from sensoor.commands.audit import audit_app
from sensoor.commands.bus import bus_app
from sensoor.commands.dead_letters import letters_app
from sensoor.commands.demo import demo
from sensoor.commands.doctor import doctor
from sensoor.commands.events import events
from sensoor.commands.forecast import forecast
from sensoor.commands.issuer import issuer, token
from sensoor.commands.logs import logs
from sensoor.commands.outbox import outbox_app
from sensoor.commands.partners import partners_app
from sensoor.commands.rebuild import rebuild
from sensoor.commands.reports import reports_app
from sensoor.commands.reset import reset
from sensoor.commands.status import status
from sensoor.commands.up import up
from sensoor.commands.year_letters import year_letters

app = typer.Typer(
    help="Sensoor on this machine: broker, database and the four services.",
    no_args_is_help=True, add_completion=False, rich_markup_mode="rich",
    pretty_exceptions_show_locals=False, pretty_exceptions_short=True,
)  # fmt: skip

for command in (
    up, demo, status, logs, token, issuer, events, rebuild, forecast, annual_report, year_letters,
    doctor, reset,
):  # fmt: skip
    app.command()(command)
app.add_typer(audit_app, name="audit")
app.add_typer(letters_app, name="dead-letters")
app.add_typer(outbox_app, name="outbox")
app.add_typer(reports_app, name="reports")
app.add_typer(bus_app, name="bus")
app.add_typer(partners_app, name="partners")
