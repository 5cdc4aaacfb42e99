"""The page of imports: a file is tried first; when no row is refused, the same file is imported."""

import hashlib
from functools import partial
from typing import Any, get_args

from fastapi import APIRouter, Request, Response
from shared.http import database, idempotent, now
from shared.pages.forms import Typed, typed_in
from shared.pages.language import gettext, ngettext
from shared.pages.route import UploadRoute, pages_router
from shared.pages.show import done, show
from shared.reach import WithinReach
from shared.refusals import Refusal
from starlette.datastructures import UploadFile

from volunteers.imports.commands import ImportFile
from volunteers.imports.import_file import KINDS, import_file, try_file
from volunteers.imports.views import ImportView
from volunteers.imports.vocabulary import ImportKind
from volunteers.imports.wording import COLUMN_NAMES, KIND_NAMES

IMPORTS_PATH, IMPORTS = "/volunteers/imports", "imports/templates/imports.html"
# Beyond a megabyte a file would be kept in /tmp while it is read, names and all.
MOST_FILE_BYTES = 1000 * 1000

router = pages_router("/volunteers")
uploads = APIRouter(prefix="/volunteers", include_in_schema=False, route_class=UploadRoute)


@router.get("/imports")
async def get_imports(request: Request, _reach: WithinReach) -> Response:
    """Show the form for a file, and which columns a file has."""
    return _show(request, Typed())


@uploads.post("/imports")
async def post_import(request: Request, reach: WithinReach) -> Response:
    """Try a file; import it where the same one was tried before and nothing of it refused."""
    sent = (await request.form(max_files=UploadRoute.files)).get("file")
    typed = await typed_in(request)
    kind: ImportKind = "shifts" if typed.value("kind") == "shifts" else "volunteers"
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    if not content:
        typed.errors["file"] = gettext("Choose a file of comma-separated values (CSV).")
        return _show(request, typed, status=400)
    digest = hashlib.sha256(content).hexdigest()
    given: dict[str, Any] = {"reach": reach, "keys": request.app.state.keys, "now": now()}
    try:
        if typed.value("tried") != digest:
            tried = await try_file(database(request), kind, content, **given)
            return _show(request, typed, tried=tried, digest=digest)
        act = partial(import_file, kind=kind, content=content, **given)
        answer = await idempotent(request, act, body=ImportFile(sha256=digest), key=typed.key)
    except Refusal as refusal:
        typed.refused(refusal)
        return _show(request, typed, status=refusal.status)
    return done(IMPORTS_PATH, _said(ImportView.model_validate_json(bytes(answer.body))))


def _show(
    request: Request, typed: Typed, *, tried: ImportView | None = None, digest: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    """Show the form; `digest` is of the file that was tried, and not refused."""
    kinds = [(kind, gettext(KIND_NAMES[kind])) for kind in get_args(ImportKind)]
    columns = {
        kind: [(name, name in about.required, gettext(COLUMN_NAMES[name]))
               for name in about.columns]
        for kind, about in KINDS.items()
    }  # fmt: skip
    ready = tried is not None and not tried.refused
    return show(
        request, IMPORTS, status=status, typed=typed, tried=tried, kinds=kinds, columns=columns,
        digest=digest if ready else "",
    )  # fmt: skip


def _said(view: ImportView) -> str:
    """Return what an import did."""
    new = ngettext("%(num)s row was new", "%(num)s rows were new", view.created)
    known = ngettext("%(num)s was known", "%(num)s were known", view.changed)
    return gettext("The file is imported: %(new)s, %(known)s.", new=new, known=known)
