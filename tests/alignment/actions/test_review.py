import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from alignment.actions import review
from alignment.actions.cells import CellChange, CellValues, save_cell
from alignment.actions.comments import MatrixIsFrozen, add_comment, resolve_comment
from alignment.actions.matrices import MatrixIsNotEditable, VersionExists, begin_version
from alignment.actions.review import (
    AuthorCannotReview,
    CommentsAreOpen,
    LaterVersionExists,
    MatrixHasErrors,
    ReasonIsMissing,
    ReasonsAreMissing,
    StepNotPossible,
    change_visibility,
    publish_matrix,
    reopen_matrix,
    request_changes,
    start_review,
    submit_matrix,
    validate_matrix,
    withdraw_matrix,
)
from alignment.exchange.json_format import canonical_json
from alignment.models import AlignmentMatrix, MatrixTransition, WarningReason
from alignment.models.matrices import MatrixState
from participants.models import Account
from sdgplatform.audit.models import AuditEntry
from sdgplatform.outbox.models import QueuedMail
from tests.alignment.review_matrix import BECAUSE, bring_to, personas_matrix
from tests.factories.alignment import AlignmentMatrixFactory, EvidenceFactory
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")


@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        ("submitted", {"DRAFT", "CHANGES_REQUESTED"}),
        ("review_started", {"SUBMITTED"}),
        ("changes_requested", {"IN_REVIEW"}),
        ("validated", {"IN_REVIEW"}),
        ("published", {"VALIDATED"}),
        ("visibility_changed", {"PUBLISHED"}),
        ("withdrawn", {"DRAFT", "SUBMITTED", "IN_REVIEW", "CHANGES_REQUESTED", "VALIDATED"}),
        ("reopened", {"SUBMITTED", "IN_REVIEW", "VALIDATED", "WITHDRAWN"}),
    ],
)
def test_each_step_starts_from_its_states_only(step: str, allowed: set[str], personas: Personas) -> None:
    acts: dict[str, Callable[[AlignmentMatrix], Any]] = {
        "submitted": lambda matrix: submit_matrix(matrix, by=personas["planner"], note="x"),
        "review_started": lambda matrix: start_review(matrix, by=personas["reviewer"]),
        "changes_requested": lambda matrix: request_changes(matrix, by=personas["reviewer"], reason="x"),
        "validated": lambda matrix: validate_matrix(matrix, by=personas["reviewer"]),
        "published": lambda matrix: publish_matrix(
            matrix, by=personas["planner"], visibility="PUBLIC", consented_by="Mayor"
        ),
        "visibility_changed": lambda matrix: change_visibility(
            matrix, by=personas["planner"], visibility="PRIVATE", consented_by="Mayor"
        ),
        "withdrawn": lambda matrix: withdraw_matrix(matrix, by=personas["planner"]),
        "reopened": lambda matrix: reopen_matrix(matrix, by=personas["coordinator"], reason="x"),
    }
    for state in set(MatrixState.values) - allowed:
        matrix = AlignmentMatrixFactory(state=state, checksum="x", framework_id="2025")
        with pytest.raises(StepNotPossible):
            acts[step](matrix)
        matrix.refresh_from_db()
        assert matrix.state == state


def test_the_whole_way_is_logged_and_mailed(personas: Personas) -> None:
    matrix = personas_matrix(personas, "IN_REVIEW")
    request_changes(matrix, by=personas["reviewer"], reason="More evidence.")
    bring_to(matrix, "PUBLISHED", personas)
    steps = list(MatrixTransition.objects.filter(matrix=matrix).order_by("pk").values_list("to_state", "by"))
    planner, reviewer = personas["planner"].pk, personas["reviewer"].pk
    assert steps == [
        ("SUBMITTED", planner),
        ("IN_REVIEW", reviewer),
        ("CHANGES_REQUESTED", reviewer),
        ("SUBMITTED", planner),
        ("IN_REVIEW", reviewer),
        ("VALIDATED", reviewer),
        ("PUBLISHED", planner),
    ]
    assert list(QueuedMail.objects.order_by("pk").values_list("kind", "to_email")) == [
        ("alignment.matrix_submitted", "reviewer@example.org"),
        ("alignment.matrix_changes_requested", "planner@example.org"),
        ("alignment.matrix_submitted", "reviewer@example.org"),
        ("alignment.matrix_validated", "planner@example.org"),
        ("alignment.matrix_published", "reviewer@example.org"),
        ("alignment.matrix_published", "coordinator@example.org"),
    ]
    mail = QueuedMail.objects.get(kind="alignment.matrix_changes_requested")
    assert "More evidence." in mail.text
    assert f"/alignment/matrices/{matrix.code}/".replace("/", "%2F") in mail.text
    entries = AuditEntry.objects.of(matrix).values_list("action", flat=True)
    assert entries.filter(action="alignment.matrix.validated").count() == 1


def test_all_concerned_hear_of_a_publication_in_their_language(personas: Personas) -> None:
    matrix = personas_matrix(personas, "VALIDATED")
    Account.objects.filter(pk=personas["planner"].pk).update(language="fr")
    QueuedMail.objects.all().delete()
    publish_matrix(matrix, by=personas["coordinator"], visibility="NETWORK", consented_by="Mayor")
    mails = {mail.to_email: mail for mail in QueuedMail.objects.all()}
    languages = {address: mail.language for address, mail in mails.items()}
    assert languages == {"planner@example.org": "fr", "reviewer@example.org": "en"}
    assert "Who sees it: Members of the network" in mails["reviewer@example.org"].text


def test_submit_matrix_refuses_errors_and_asks_for_reasons(personas: Personas) -> None:
    matrix = personas_matrix(personas)
    with pytest.raises(ReasonsAreMissing) as missing:
        submit_matrix(matrix, by=personas["planner"], note="Because.", reasons={"W1": "Later.", "W9": " "})
    assert missing.value.details["missing"] == {"W6": 1, "W9": 1, "W14": 1}
    assert WarningReason.objects.count() == 0
    save_cell(matrix, CellChange("P1", "5", CellValues(3, "DIRECT")), by=personas["planner"])
    with pytest.raises(MatrixHasErrors) as refusal:
        submit_matrix(matrix, by=personas["planner"], reasons=BECAUSE)
    assert [error["rule"] for error in refusal.value.details["errors"]] == ["E10"]
    matrix.refresh_from_db()
    assert (matrix.state, matrix.author_note) == ("DRAFT", "")


def test_authors_do_not_review_their_own_matrix(personas: Personas) -> None:
    matrix = personas_matrix(personas, "SUBMITTED")
    with pytest.raises(AuthorCannotReview):
        start_review(matrix, by=personas["planner"])
    AlignmentMatrix.objects.filter(pk=matrix.pk).update(created_by=personas["reviewer"])
    with pytest.raises(AuthorCannotReview):
        start_review(matrix, by=personas["reviewer"])
    start_review(matrix, by=personas["coordinator"])
    for act in (
        lambda: request_changes(matrix, by=personas["reviewer"], reason="x"),
        lambda: validate_matrix(matrix, by=personas["reviewer"]),
    ):
        with pytest.raises(AuthorCannotReview):
            act()


def test_validate_matrix_waits_for_the_comments(personas: Personas) -> None:
    matrix = personas_matrix(personas, "IN_REVIEW")
    comment = add_comment(matrix, by=personas["reviewer"], text="Why?")
    with pytest.raises(CommentsAreOpen):
        validate_matrix(matrix, by=personas["reviewer"])
    resolve_comment(comment, by=personas["reviewer"])
    assert validate_matrix(matrix, by=personas["reviewer"]).state == "VALIDATED"


def test_validated_content_is_kept_with_its_checksum(personas: Personas) -> None:
    matrix = personas_matrix(personas, "VALIDATED")
    content = matrix.snapshot.content.encode()
    assert content == canonical_json(matrix)
    assert matrix.checksum == hashlib.sha256(content).hexdigest()


def test_a_validated_matrix_takes_no_change(personas: Personas) -> None:
    matrix = personas_matrix(personas, "VALIDATED")
    with pytest.raises(MatrixIsNotEditable):
        save_cell(matrix, CellChange("P1", "11", CellValues(0)), by=personas["planner"])
    with pytest.raises(MatrixIsFrozen):
        add_comment(matrix, by=personas["reviewer"], text="Late")
    assert matrix.cells.get().score == 2


def test_publish_matrix_keeps_the_citys_choice(personas: Personas) -> None:
    matrix = bring_to(personas_matrix(personas, "VALIDATED"), "DRAFT", personas)
    published = publish_matrix(matrix, by=personas["planner"], visibility="NETWORK", consented_by="Mayor")
    assert (published.state, published.visibility) == ("PUBLISHED", "NETWORK")
    assert matrix.checksum == published.checksum


@pytest.mark.parametrize("act", [request_changes, reopen_matrix])
def test_some_steps_need_a_reason(act: Callable[..., Any], personas: Personas) -> None:
    matrix = personas_matrix(personas, "IN_REVIEW")
    with pytest.raises(ReasonIsMissing):
        act(matrix, by=personas["coordinator"], reason=" ")


def test_reopen_matrix_makes_a_draft_again(personas: Personas) -> None:
    matrix = personas_matrix(personas, "VALIDATED")
    reopened = reopen_matrix(matrix, by=personas["coordinator"], reason="Wrong year.")
    assert (reopened.state, reopened.checksum) == ("DRAFT", "")
    assert not hasattr(AlignmentMatrix.objects.get(pk=matrix.pk), "snapshot")
    save_cell(matrix, CellChange("P1", "11", CellValues(1, "DIRECT")), by=personas["planner"])
    assert QueuedMail.objects.filter(kind="alignment.matrix_reopened").count() == 1


def test_a_new_version_copies_cells_and_evidence_and_supersedes(personas: Personas) -> None:
    old = personas_matrix(personas)
    evidence = EvidenceFactory(matrix=old, ref="EV1")
    evidence.cells.set(old.cells.all())
    old = bring_to(old, "PUBLISHED", personas)
    new = begin_version(old, by=personas["planner"])
    assert (new.version, new.state, new.supersedes) == (2, "DRAFT", old)
    assert list(new.cells.values_list("element__code", "goal", "score", "evidence__ref")) == [
        ("P1", 11, 2, "EV1")
    ]
    with pytest.raises(VersionExists):
        begin_version(old, by=personas["planner"])
    new = bring_to(new, "VALIDATED", personas)
    old.refresh_from_db()
    assert old.state == "PUBLISHED"
    publish_matrix(new, by=personas["planner"], visibility="PUBLIC", consented_by="Mayor")
    old.refresh_from_db()
    assert old.state == "SUPERSEDED"


def test_reopen_matrix_refuses_when_a_later_version_began(personas: Personas) -> None:
    matrix = personas_matrix(personas, "VALIDATED")
    begin_version(matrix, by=personas["planner"])
    with pytest.raises(LaterVersionExists):
        reopen_matrix(matrix, by=personas["coordinator"], reason="x")


def test_every_step_of_the_table_has_an_audit_sentence() -> None:
    from sdgplatform.audit.registry import registered_actions

    assert {f"alignment.matrix.{name}" for name in review.STEPS} <= registered_actions()
