"""Who may open the board: Jupyter Server's own token, compared without telling how much fits."""

from hmac import compare_digest
from typing import Any

from jupyter_server.auth.identity import PasswordIdentityProvider


class TokenOnly(PasswordIdentityProvider):
    """Jupyter Server's identity provider with a token and no password."""

    async def get_user_token(self, handler: Any) -> Any:
        """Return who brings the token along in the address or in a header; None for another one."""
        if not self._fits(self.get_token(handler)):
            return None
        return await super().get_user_token(handler)

    def passwd_check(self, password: str) -> bool:
        """There is no password."""
        return False

    def process_login_form(self, handler: Any) -> Any:
        """Return who types the token into the form; None for another one."""
        if not self._fits(handler.get_argument("password", default="")):
            return None
        return super().process_login_form(handler)

    def _fits(self, given: str | None) -> bool:
        return bool(self.token) and compare_digest((given or "").encode(), self.token.encode())
