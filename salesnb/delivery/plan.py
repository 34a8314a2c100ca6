"""Who is to get which report of a job by which way, all of it checked before anything starts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from salesnb.delivery.content import content_hash
from salesnb.delivery.ledger import Item
from salesnb.delivery.people import Directory, Skipped, Target
from salesnb.delivery.secrets import Secrets
from salesnb.errors import ConfigError, UsageError, unknown
from salesnb.labels import Sentence, say
from salesnb.reports.history import ReportHistory
from salesnb.reports.plan import Task
from salesnb.runs.plan import RunPlan
from salesnb.runs.state import RunState, Wanted
from salesnb.settings import Job, Settings
from salesnb.settings.delivery import (
    CHATS,
    SMTP_PASSWORD,
    SMTP_USER,
    Delivery,
    DeliverySettings,
    Way,
    webhook_names,
)
from salesnb.workspace import Workspace


@dataclass(frozen=True)
class Due:
    """One report for one target.

    Attributes
    ----------
    is_there : whether the report was made and is good; else it would be sent when it is.
    """

    target: Target
    task: Task
    path: str
    is_there: bool


@dataclass(frozen=True)
class DeliveryPlan:
    """Who gets what, and who does not and why."""

    due: tuple[Due, ...]
    skipped: tuple[Skipped, ...] = field(default=())


def check_delivery(workspace: Workspace, name: str, job: Job, secrets: Secrets | None) -> None:
    """Refuse what no message could go out with: people, servers, secrets, formats.

    Parameters
    ----------
    secrets : None = they are not looked for.

    Raises
    ------
    ConfigError
        With the file and the line.
    """
    settings, delivery = workspace.settings, job.delivery
    if delivery is None:
        return
    if job.notebooks:
        _check_files(settings, name, job, delivery)
    directory = Directory.of(workspace)
    known = directory.organisation.names("rep")
    for person in delivery.also:
        if person not in known:
            raise _at_job(settings, name, unknown("person", person, known), "also")
        _check_right(directory, settings, name, job, person)
    check_ways(settings, delivery.ways, directory, secrets)


def check_ways(
    settings: Settings, ways: Iterable[Way], directory: Directory, secrets: Secrets | None
) -> None:
    """Refuse ways whose server, scopes or secrets are missing.

    Raises
    ------
    ConfigError
    """
    given = settings.delivery
    for hook, webhook in given.webhooks.items():
        if webhook.scope is not None:
            try:
                directory.organisation.resolve(webhook.scope, None)
            except UsageError as error:
                place = settings.place("delivery", "webhooks", hook, "scope")
                raise ConfigError(say("err_at", place=place, said=error.args[0])) from error
    for way in ways:
        if way == "mail":
            _check_mail(settings, given, secrets)
        hooks = [n for n, hook in given.webhooks.items() if hook.service == way]
        if way in CHATS and not hooks:
            place = settings.place("delivery", "webhooks")
            raise ConfigError(say("err_at", place=place, said=say("err_no_webhook", way=way)))
        if secrets is not None:
            for hook in hooks:
                secrets.need(webhook_names(hook)[0])


def plan_delivery(
    workspace: Workspace, plan: RunPlan, directory: Directory, *, with_missing: bool = False
) -> DeliveryPlan:
    """Return who gets which of a run's reports: good ones, never what was held back or failed.

    Parameters
    ----------
    with_missing : also those that are yet to be made.
    """
    delivery = plan.job.delivery
    if delivery is None:
        return DeliveryPlan(())
    due, skipped = list[Due](), list[Skipped]()
    for versions in _versions(plan.wanted):
        there = [each for each in versions if _is_good(workspace, plan.name, each)]
        chosen = there or (versions if with_missing else [])
        if not chosen:
            continue
        task = chosen[0].task
        targets, left_out = directory.targets(task.scope, task.parameters["viewer"], delivery)
        skipped += left_out
        for target in targets:
            own = _in_language(chosen, target.recipient.lang, workspace.settings.workspace.lang)
            due.append(Due(target, own.task, own.path, bool(there)))
    unique = {(each.name, str(each.said)): each for each in skipped}
    return DeliveryPlan(tuple(due), tuple(unique.values()))


def item_of(due: Due, name: str, page: Path) -> Item:
    """Return a report for a target as the ledger keeps it."""
    task = due.task
    day = date.fromisoformat(str(task.parameters["as_of"]))
    return Item(
        job=name,
        period=task.period.text,
        scope=str(task.scope),
        notebook=task.notebook,
        recipient=due.target.recipient.name,
        way=due.target.way,
        lang=task.lang,
        content=content_hash(page),
        day=day.isoformat(),
        viewer=task.parameters["viewer"] or "",
        widest=task.widest,
        page=due.path,
        is_final=task.period.last_day <= day,
    )


def _versions(wanted: Sequence[Wanted]) -> list[list[Wanted]]:
    """Return reports, each with its versions by language."""
    found: dict[tuple[str, str, str], list[Wanted]] = {}
    for each in wanted:
        key = (str(each.task.scope), each.task.notebook, each.task.period.text)
        found.setdefault(key, []).append(each)
    return list(found.values())


def _is_good(workspace: Workspace, job: str, each: Wanted) -> bool:
    """Return whether what lies there was made as this job makes it, and passed its gate.

    What the job made before counts, too, as long as it was made by the same right.
    """
    state, history = RunState(workspace.state), ReportHistory(workspace.state, workspace.reports)
    right = (each.task.parameters["viewer"] or "", each.task.widest)
    is_ours = state.last_made(each.path) == ("made", each.fingerprint) or (
        state.last_made_by(each.path) == ("made", job) and history.made_for(each.path) == right
    )
    return is_ours and all(path.is_file() for path in each.task.files.values())


def _in_language(versions: Sequence[Wanted], *langs: str | None) -> Wanted:
    by_lang = {each.task.lang: each for each in versions}
    return next((by_lang[lang] for lang in langs if lang in by_lang), versions[0])


def _check_files(settings: Settings, name: str, job: Job, delivery: Delivery) -> None:
    """Refuse to attach what the job does not make, and links that lead nowhere."""
    if "html" not in job.formats or delivery.attach not in (*job.formats, "link"):
        said = say("err_deliver_format", attach=delivery.attach, formats=", ".join(job.formats))
        raise _at_job(settings, name, said, "attach")
    if delivery.attach == "link" and not (delivery.link_base or settings.delivery.link_base):
        raise _at_job(settings, name, say("err_link_base"), "attach")


def _check_right(
    directory: Directory, settings: Settings, name: str, job: Job, person: str
) -> None:
    """Refuse somebody who may see no report of the job."""
    organisation = directory.organisation
    scopes = [organisation.resolve(text, job.viewer) for text in job.scopes]
    scopes += [scope for kind in job.every for scope in organisation.active(kind)]
    if not any(directory.may_read(person, scope, job.viewer) for scope in scopes):
        said = say("err_also_beyond", person=person)
        raise _at_job(settings, name, said, "also")


def _check_mail(settings: Settings, given: DeliverySettings, secrets: Secrets | None) -> None:
    for key in ("host", "sender"):
        if not getattr(given.smtp, key):
            place = settings.place("delivery", "smtp", key)
            raise ConfigError(say("err_at", place=place, said=say("err_smtp_missing", key=key)))
    if given.smtp.login and secrets is not None:
        for name in (SMTP_USER, SMTP_PASSWORD):
            secrets.need(name)


def _at_job(settings: Settings, name: str, said: Sentence, key: str) -> ConfigError:
    place = settings.job_place(name, "delivery", key)
    return ConfigError(say("err_at", place=place, said=said))


def delivery_of(settings: Settings, delivery: Delivery | None) -> DeliverySettings:
    """Return params/delivery.yml with what a job says otherwise."""
    own = {
        key: value
        for key in ("link_base", "retries", "per_minute")
        if delivery is not None and (value := getattr(delivery, key)) is not None
    }
    return settings.delivery.model_copy(update=own)
