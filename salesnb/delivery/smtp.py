"""Mail over SMTP: always encrypted, the server's certificate always checked."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

from salesnb.delivery.errors import PermanentDeliveryError, TemporaryDeliveryError, WayDownError
from salesnb.delivery.secrets import Secrets
from salesnb.errors import ConfigError
from salesnb.labels import Sentence, say
from salesnb.settings.delivery import SMTP_PASSWORD, SMTP_USER, Smtp

_OTHER = 500  # from here on an answer is for good


class Mailer:
    """One server; the connection is kept from mail to mail.

    Parameters
    ----------
    root : the folder that a relative `ca_file` is searched in.
    """

    def __init__(self, smtp: Smtp, secrets: Secrets, root: Path) -> None:
        self._smtp, self._secrets, self._root = smtp, secrets, root
        self._server: smtplib.SMTP | None = None

    def ready(self) -> None:
        """Connect and log in, unless the connection of the mail before still stands.

        Raises
        ------
        WayDownError
            No server, no encryption, a certificate that is not trusted, a wrong password.
        """
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._server.noop()[0] == 250:
                    return
            self.close()
        try:
            self._server = self._connected()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise self._down(error) from None

    def send(self, mail: EmailMessage, sender: str, address: str) -> str:
        """Hand a mail over and return the server's answer; call `ready` first.

        Raises
        ------
        TemporaryDeliveryError, PermanentDeliveryError
        """
        assert self._server is not None
        try:
            return self._transmit(mail, sender, address)
        except smtplib.SMTPServerDisconnected as error:
            raise self._unanswered(error) from None
        except smtplib.SMTPResponseException as error:
            raise self._refused(error.smtp_code, error.smtp_error) from None
        except OSError as error:
            raise self._unanswered(error) from None

    def close(self) -> None:
        """End the connection in order, if it can be."""
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()
            with suppress(OSError):
                self._server.close()
        self._server = None

    def _transmit(self, mail: EmailMessage, sender: str, address: str) -> str:
        """Give sender, recipient and data, step by step: smtplib's own call hides the answer."""
        server = self._server
        assert server is not None
        server.rset()
        for code, answer in (self._sender_answer(sender), server.rcpt(address)):
            if code not in (250, 251):
                with suppress(smtplib.SMTPException, OSError):
                    server.rset()
                raise smtplib.SMTPResponseException(code, answer)
        code, answer = server.data(mail.as_bytes())
        if code != 250:
            raise smtplib.SMTPResponseException(code, answer)
        return f"{code} {self._text(answer)}"

    def _sender_answer(self, sender: str) -> tuple[int, bytes]:
        """Return the answer to the sender; one that is refused is refused for everybody."""
        assert self._server is not None
        code, answer = self._server.mail(sender)
        if code >= _OTHER:
            said = say("deliver_sender", said=f"{code} {self._text(answer)}")
            raise WayDownError(said, is_worth_waiting=False)
        return code, answer

    def _connected(self) -> smtplib.SMTP:
        smtp, context = self._smtp, self._context()
        if smtp.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                smtp.host, smtp.port, timeout=smtp.timeout, context=context
            )
        else:
            server = smtplib.SMTP(smtp.host, smtp.port, timeout=smtp.timeout)
        try:
            if smtp.tls == "starttls":
                server.starttls(context=context)
            if smtp.login:
                server.login(self._secrets.need(SMTP_USER), self._secrets.need(SMTP_PASSWORD))
        except BaseException:
            server.close()
            raise
        return server

    def _context(self) -> ssl.SSLContext:
        if self._smtp.ca_file is None:
            return ssl.create_default_context()
        path = self._root / self._smtp.ca_file
        try:
            return ssl.create_default_context(cafile=path)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(say("err_ca_file", path=path)) from error

    def _down(self, error: Exception) -> WayDownError:
        """Return why no mail can be sent now."""
        where = f"{self._smtp.host}:{self._smtp.port}"
        if isinstance(error, ssl.SSLCertVerificationError):
            said = say("deliver_certificate", where=where, said=error.verify_message)
            return WayDownError(said, is_worth_waiting=False)
        if isinstance(error, smtplib.SMTPAuthenticationError):
            told = f"{error.smtp_code} {self._text(error.smtp_error)}"
            said = say("deliver_login", where=where, said=told, user=SMTP_USER, word=SMTP_PASSWORD)
            return WayDownError(said, is_worth_waiting=error.smtp_code < _OTHER)
        is_closed = isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
        if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError) and not is_closed:
            said = say("deliver_no_tls", where=where, tls=self._smtp.tls)
            return WayDownError(said, is_worth_waiting=False)
        return WayDownError(say("deliver_unreachable", where=where, said=self._told(error)))

    def _refused(self, code: int, answer: bytes | str) -> Exception:
        if code == 421:  # the server closes the connection
            self.close()
        said = say("deliver_refused", said=f"{code} {self._text(answer)}")
        return (PermanentDeliveryError if code >= _OTHER else TemporaryDeliveryError)(said)

    def _unanswered(self, error: Exception) -> TemporaryDeliveryError:
        self.close()
        found = TemporaryDeliveryError(say("deliver_unanswered", said=self._told(error)))
        found.may_have_arrived = True
        return found

    def _told(self, error: Exception) -> Sentence:
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            return say("deliver_timeout", seconds=f"{self._smtp.timeout:g}")
        own = error.strerror if isinstance(error, OSError) else None
        text = self._secrets.scrubbed(own or str(error)) or type(error).__name__
        return Sentence(text, text)

    def _text(self, answer: bytes | str) -> str:
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
        return self._secrets.scrubbed(" ".join(text.split()))[:300]
