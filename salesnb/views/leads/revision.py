"""What the score card would be, were its points fitted to what became of leads."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import Sentence, label
from salesnb.leads import Revision
from salesnb.metrics import wilson
from salesnb.session import Session
from salesnb.views.parts import dimension_header, stack


def card_revision(session: Session) -> Html:
    """Return the proposed points beside those of the card, and what they would change.

    Only of a company: a card is one for all.
    """
    lang = session.lang
    head = label("revision_short", lang)
    if not session.scope.is_whole:
        return stack()
    revision = session.revise_card()
    if isinstance(revision, Sentence):
        return stack(section(head, "", "revision"), notice(revision.text(lang)))
    return stack(
        section(
            label("revision_title" if revision.is_better else "revision_title_none", lang),
            _measured(session, revision),
            "revision",
            short=head,
        ),
        _points(session, revision),
        _grades(session, revision),
        notice(revision.verdict.text(lang)),
    )


def _measured(session: Session, revision: Revision) -> str:
    lang = session.lang
    return label(
        "revision_measured",
        lang,
        leads=formats.count(revision.leads, lang),
        won=formats.count(revision.won, lang),
        now=formats.percent(revision.auc_now, lang, 1),
        proposed=formats.percent(revision.auc_proposed, lang, 1),
        low=formats.points(revision.gain_low, lang),
        high=formats.points(revision.gain_high, lang),
        lift_now=formats.decimal(revision.lift_now, 2),
        lift_proposed=formats.decimal(revision.lift_proposed, 2),
    )


def _points(session: Session, revision: Revision) -> Html:
    lang, card = session.lang, session.settings.scorecard
    frame = revision.points
    answers = {
        (name, answer.id): answer.label(lang)
        for name, dimension in card.dimensions.items()
        for answer in dimension.answers
    }
    keys = list(zip(frame["dimension"], frame["answer"], strict=True))
    frame = frame.assign(
        name=[card.dimensions[name].label(lang) for name, _ in keys],
        answer_shown=[answers[key] for key in keys],
        moves=frame["now"] != frame["proposed"],
        rate=frame["won"] / frame["leads"].where(frame["leads"] > 0),
        small=[session.is_small(n) for n in frame["leads"]],
    ).join(wilson(frame["won"], frame["leads"]))
    columns = [
        TableColumn("name", label("revision_dimension", lang)),
        TableColumn("answer_shown", label("revision_answer", lang)),
        TableColumn("now", label("revision_now", lang), "count"),
        TableColumn("proposed", label("revision_proposed", lang), "count"),
        _rate("rate", label("revision_rate", lang), "won", "leads", "low", "high", "small"),
    ]
    return data_table(frame, columns, lang, label("revision_points", lang))


def _grades(session: Session, revision: Revision) -> Html:
    lang = session.lang
    frame = revision.grades
    columns = [TableColumn("grade", dimension_header(session, "grade"))]
    for kind in ("now", "proposed"):
        won, leads = frame[f"won_{kind}"], frame[f"leads_{kind}"]
        ends = wilson(won, leads).set_axis([f"low_{kind}", f"high_{kind}"], axis=1)
        frame = pd.concat([frame, ends], axis=1)
        frame[f"rate_{kind}"] = won / leads.where(leads > 0)
        frame[f"small_{kind}"] = [session.is_small(n) for n in leads]
        parts = (f"{part}_{kind}" for part in ("won", "leads", "low", "high", "small"))
        columns += [
            TableColumn(f"from_{kind}", label(f"revision_from_{kind}", lang), "count"),
            _rate(f"rate_{kind}", label(f"revision_rate_{kind}", lang), *parts),
        ]
    return data_table(frame, columns, lang, label("revision_grades", lang))


def _rate(
    name: str, header: str, won: str, leads: str, low: str, high: str, small: str
) -> TableColumn:
    return TableColumn(
        name, header, "rate", numerator=won, denominator=leads, low=low, high=high, small=small
    )
