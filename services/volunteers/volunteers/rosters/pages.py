"""Pages of proposals: asking for one, following it, and offering what it proposes."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response
from shared.http import Command, database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext, ngettext
from shared.pages.live import live
from shared.pages.route import pages_router
from shared.pages.show import done, draw, show
from shared.reach import Reach, WithinReach
from shared.strict import Id

from volunteers.amsterdam import day_of
from volunteers.locations.queries import locations_within
from volunteers.roles import reach_by
from volunteers.rosters import queries, wording
from volunteers.rosters.accept_proposal import accept_proposal
from volunteers.rosters.ask_for_proposal import ask_for_proposal
from volunteers.rosters.commands import AcceptProposal, AskProposal, ProposedPair
from volunteers.rosters.proposal_shown import LocationAsked, proposal_shown
from volunteers.rosters.rules import MOST_DAYS, ProposalNotDone, ProposalPeriodWrong
from volunteers.rosters.stop_proposal import stop_proposal
from volunteers.rosters.views import AcceptedView, ProposalView
from volunteers.shifts.wording import wording as shift_wording

router = pages_router("/volunteers")
PAGE = "/volunteers/proposals"


class AcceptShifts(Command):
    """The form of a part: the shifts of which the proposed places are offered."""

    shift_ids: list[Id]


@router.get("/proposals")
async def get_proposals(request: Request, reach: WithinReach) -> Response:
    """Show the newest proposals, and the form that asks for one."""
    return await _show_all(request, reach, Typed(), status=200)


@router.post("/proposals")
async def post_proposal(request: Request, reach: WithinReach) -> Response:
    """Ask for a proposal by the form; what is wrong is shown beside its field."""
    typed = await typed_in(request)
    try:
        command = typed.read(AskProposal)
        act = partial(ask_for_proposal, command=command, reach=reach, now=now())
        answer = await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_all(request, reach, typed, status=400)
    except ProposalPeriodWrong as refusal:
        typed.refused(refusal, {ProposalPeriodWrong: "lastDay"})
        return await _show_all(request, reach, typed, status=refusal.status)
    asked = ProposalView.model_validate_json(bytes(answer.body))
    return done(f"{PAGE}/{asked.proposal_id}", gettext("The roster is being proposed."))


@router.get("/proposals/{proposal_id}")
async def get_proposal(proposal_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Show a proposal beside what is, at one location: `?location=<id>`."""
    return await _show(request, proposal_id, reach, Typed(), status=200)


@router.get("/proposals/{proposal_id}/live")
async def get_proposal_live(proposal_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Stream how far the proposal is."""

    async def drawn() -> str:
        async with database(request).read() as session:
            found = await queries.proposal(session, proposal_id, reach)
        return draw(
            request, "rosters/templates/_progress.html", proposal=found, wording=wording, now=now(),
            following=True,
        )  # fmt: skip

    await drawn()  # a refusal comes before the stream begins
    return live(request, drawn)


@router.post("/proposals/{proposal_id}/stop")
async def post_stop(proposal_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Stop the search."""
    typed = await typed_in(request)
    act = partial(stop_proposal, proposal_id=proposal_id, reach=reach, now=now())
    await idempotent(request, act, key=typed.key)
    return done(f"{PAGE}/{proposal_id}", gettext("The search stops within two seconds."))


@router.post("/proposals/{proposal_id}/acceptance")
async def post_acceptance(proposal_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Offer the proposed places of the chosen shifts, or of all."""
    typed = await typed_in(request)
    seen = reach_by(request.state.caller, "GET /volunteers/proposals/{proposal_id}")
    try:
        command = await _chosen(request, proposal_id, reach, typed)
        act = partial(
            accept_proposal, proposal_id=proposal_id, command=command, reach=reach, now=now()
        )
        answer = await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show(request, proposal_id, seen, typed, status=400)
    except ProposalNotDone as refusal:
        return await _show(request, proposal_id, seen, typed.refused(refusal), refusal.status)
    made = AcceptedView.model_validate_json(bytes(answer.body))
    asked = ngettext("%(num)s place is offered.", "%(num)s places are offered.", made.offered)
    query = urlencode({"location": typed.value("location")}) if typed.value("location") else ""
    return done(f"{PAGE}/{proposal_id}?{query}".rstrip("?"), f"{asked} {_left_out(made)}".strip())


async def _chosen(
    request: Request, proposal_id: UUID, reach: Reach, typed: Typed
) -> AcceptProposal:
    """Return what the form accepts: all, or the proposed places of the chosen shifts."""
    if typed.has("all", "yes"):
        return AcceptProposal()
    chosen = set(typed.read(AcceptShifts).shift_ids)
    async with database(request).read() as session:
        proposal = await queries.proposal(session, proposal_id, reach)
    return AcceptProposal(
        places=[
            ProposedPair(shift_id=one.shift_id, volunteer_id=one.volunteer_id)
            for one in proposal.places
            if one.shift_id in chosen and one.state == "proposed"
        ]
    )


def _left_out(made: AcceptedView) -> str:
    if not made.left_out:
        return ""
    return ngettext(
        "%(num)s is left out: a rule forbids it by now.",
        "%(num)s are left out: a rule forbids them by now.", len(made.left_out),
    )  # fmt: skip


async def _show_all(request: Request, reach: Reach, typed: Typed, *, status: int) -> Response:
    seen = reach_by(request.state.caller, "GET /volunteers/proposals")
    async with database(request).read() as session:
        page = await queries.proposals(session, seen, None, 20)
        locations = await locations_within(session, reach)
    return show(
        request, "rosters/templates/proposals.html", status=status, proposals=page.items,
        locations=locations, typed=typed, wording=wording, today=day_of(now()),
        most_days=MOST_DAYS, **_shift_words(),
    )  # fmt: skip


async def _show(
    request: Request, proposal_id: UUID, reach: Reach, typed: Typed, status: int
) -> Response:
    try:
        wanted = typed_query(request).read(LocationAsked)
    except FormWrong:
        wanted = LocationAsked()
    async with database(request).read() as session:
        shown = await proposal_shown(
            session, proposal_id, reach, wanted, keys=request.app.state.keys,
            caller=request.state.caller,
        )  # fmt: skip
    return show(
        request, "rosters/templates/proposal.html", status=status, shown=shown, typed=typed,
        proposal=shown.proposal, wording=wording, now=now(), following=False, **_shift_words(),
    )  # fmt: skip


def _shift_words() -> dict[str, Any]:
    words = shift_wording()
    shown = ("day_part_names", "part_hours", "channel_names", "choices_of")
    return {name: words[name] for name in shown}
