"""What schemathesis is told beside its configuration; `check-contract.py` names this file to it."""
import itertools
import json
import os
import re
from pathlib import Path

import schemathesis
from schemathesis.openapi.checks import RejectedPositiveData

made = json.loads(Path(os.environ["CONTRACT_MADE"]).read_text())

# Routes that lock a draft, end it or move its ring get drafts of their own in the place of the one that is full of
# things, so that all others find in it what they name.
own_drafts = {
    "updateDraft": itertools.cycle(made["locked"]),
    "deleteDraft": itertools.cycle(made["doomed"]),
    **dict.fromkeys(["pass", "passSmart", "reclaim"], itertools.cycle(made["turns"])),
}


@schemathesis.hook
def before_call(context, case, kwargs):
    own = own_drafts.get(case.operation.definition.raw.get("operationId"))
    if own and (case.path_parameters or {}).get("draft_id") in made["drafts"]:
        case.path_parameters["draft_id"] = next(own)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Passes over the refusals of good requests that no schema can foresee."""
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 400:
        return True
    message = response.json()["error"]["message"]
    query, body = (part if isinstance(part, dict) else {} for part in (case.query, case.body))
    # A cursor is opaque: only those that the server gave are good.
    if message.startswith("The field 'cursor' "):
        return query.get("cursor") in made["pages"] + made["trail"]
    # It may stand in the query or in the body, and has to stand in one of them.
    if message == "The field 'collaborator_id' is missing.":
        return query.get("collaborator_id") is not None or body.get("collaborator_id") is not None
    # A schema counts characters, the server the bytes of their UTF-8.
    named = re.match(r"The field '(\w+)' is not a (key|user id)", message)
    return not named or all(len(str(part.get(named[1])).encode()) <= 128 for part in (query, body))
