"""What params/delivery.yml and `delivery:` of a job may hold: by which ways, how, how fast.

No secret stands in params: they come from the environment, by the names given here.
"""

import re
from typing import Literal

from pydantic import Field, field_validator

from salesnb.labels import say
from salesnb.settings.addresses import check_address, check_sender
from salesnb.settings.models import Model
from salesnb.settings.organisation import Above, Service
from salesnb.settings.store import STORE_SECRETS

Way = Literal["mail", "wecom", "dingtalk", "feishu", "folder"]
CHATS: tuple[Service, ...] = ("wecom", "dingtalk", "feishu")

# Of the environment; a kernel never gets them.
SECRET_PREFIXES = ("SALESNB_SMTP_", "SALESNB_WEBHOOK_", "SALESNB_KEY", *STORE_SECRETS)
SMTP_USER, SMTP_PASSWORD = "SALESNB_SMTP_USER", "SALESNB_SMTP_PASSWORD"


class Smtp(Model):
    """The mail server.

    Attributes
    ----------
    tls : tls = encrypted from the start (port 465), starttls = after a greeting (587); there is
        no other way.
    sender : `reports@example.com` or `销售报表 <reports@example.com>`.
    login : whether the server wants user and password, from the environment.
    ca_file : the certificates that are trusted; None = those of the system.
    timeout : seconds that the server may take for an answer.
    """

    host: str = ""
    port: int = Field(default=465, ge=1, le=65535)
    tls: Literal["tls", "starttls"] = "tls"
    sender: str = ""
    login: bool = True
    ca_file: str | None = None
    timeout: float = Field(default=30, gt=0, le=600)

    @field_validator("sender")
    @classmethod
    def _sender(cls, given: str) -> str:
        return given and check_sender(given)

    @field_validator("host")
    @classmethod
    def _host(cls, given: str) -> str:
        if given and not re.fullmatch(r"[A-Za-z0-9.:-]+", given):
            raise ValueError(say("params_smtp_host", given=ascii(given)))
        return given


class Webhook(Model):
    """A group in a chat; its address and secret stand in the environment.

    Attributes
    ----------
    scope : what everybody in the group may see; None = it is of those people alone who name it.
    lang : of messages; None = of the report.
    """

    service: Service
    scope: str | None = None
    lang: Literal["zh", "en"] | None = None


class DeliverySettings(Model):
    """params/delivery.yml.

    Attributes
    ----------
    operator : the address that is told of every failure.
    link_base : what stands before a report's path in links, e.g. https://reports.example.com.
    folder : of the way `folder`: per recipient a folder in it.
    retries : how often a message is tried again within a run.
    retry_seconds : the wait before the first of them; it doubles.
    give_up_days : a message that could not be delivered for so long is dead.
    per_minute : messages of one way in a minute.
    assignments : by which ways new owners of leads are told; none = they are not.
    """

    smtp: Smtp = Smtp()
    webhooks: dict[str, Webhook] = Field(default_factory=dict)
    operator: str = ""
    link_base: str = ""
    folder: str = "outbox"
    retries: int = Field(default=3, ge=0, le=10)
    retry_seconds: float = Field(default=5, ge=0, le=3600)
    give_up_days: int = Field(default=3, ge=1)
    per_minute: int = Field(default=30, ge=1)
    assignments: tuple[Way, ...] = ()

    @field_validator("operator")
    @classmethod
    def _operator(cls, given: str) -> str:
        return given and check_address(given)

    @field_validator("webhooks")
    @classmethod
    def _names(cls, given: dict[str, Webhook]) -> dict[str, Webhook]:
        for name in given:
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                raise ValueError(say("params_webhook_name", given=ascii(name)))
        return given

    @field_validator("link_base")
    @classmethod
    def _base(cls, given: str) -> str:
        return _checked_base(given)


class Delivery(Model):
    """`delivery:` of a job.

    Attributes
    ----------
    digest : one message per person with all their reports; false = one message per report.
    attach : which file is attached, or only a link.
    size_mb : what is larger in all is not attached; the link stands alone then.
    also : people who get every report of the job that they may see, beside those in charge.
    copies : who above gets copies; None = as params/organisation.yml says.
    link_base, retries, per_minute : None = as params/delivery.yml says.
    alerts : everybody gets one message of the alerts that are new to them.
    worklists : in which forms it has their worklist with it.
    """

    ways: tuple[Way, ...] = Field(min_length=1)
    digest: bool = True
    attach: Literal["html", "xlsx", "pdf", "link"] = "html"
    size_mb: float = Field(default=10, gt=0, le=50)
    also: tuple[str, ...] = ()
    copies: tuple[Above, ...] | None = None
    link_base: str | None = None
    retries: int | None = Field(default=None, ge=0, le=10)
    per_minute: int | None = Field(default=None, ge=1)
    alerts: bool = False
    worklists: tuple[Literal["xlsx", "ics", "html"], ...] = ()

    @field_validator("link_base")
    @classmethod
    def _base(cls, given: str | None) -> str | None:
        return given and _checked_base(given)


def webhook_names(name: str) -> tuple[str, str]:
    """Return the variables with a webhook's address and its secret.

    Examples
    --------
    >>> webhook_names("east")
    ('SALESNB_WEBHOOK_EAST', 'SALESNB_WEBHOOK_EAST_SECRET')
    """
    variable = f"SALESNB_WEBHOOK_{name.upper()}"
    return variable, f"{variable}_SECRET"


def _checked_base(given: str) -> str:
    if given and not re.fullmatch(r"(https?|file)://[^\s<>\"']+", given):
        raise ValueError(say("params_link_base", given=ascii(given)))
    return given.rstrip("/")
