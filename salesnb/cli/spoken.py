"""Commands that say their help, and what is wrong with a call, in the workspace's language."""

from collections.abc import Sequence
from typing import Any, NoReturn

import click

from salesnb.cli.wide import ChineseFormatter
from salesnb.errors import UsageError, unknown
from salesnb.labels.click_words import in_chinese
from salesnb.labels.help import command_help, option_help
from salesnb.spoken import spoken_language
from salesnb.terminal import tell

_PLACE = "salesnb.workspace"
_LANG = "salesnb.lang"


class SpokenContext(click.Context):
    """What click knows of a call, and the language that it is answered in."""

    @property
    def lang(self) -> str:
        """The language of the workspace that is meant."""
        if _LANG not in self.meta:
            self.meta[_LANG] = spoken_language(self.meta.get(_PLACE))
        return str(self.meta[_LANG])

    def make_formatter(self) -> click.HelpFormatter:
        """Return what writes the page of help."""
        if self.lang == "en":
            return super().make_formatter()
        return ChineseFormatter(width=self.terminal_width, max_width=self.max_content_width)


class SpokenCommand(click.Command):
    """A command whose help is Chinese where the workspace is; the English page is click's own."""

    context_class = SpokenContext

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the words after the command's name."""
        pieces = super().collect_usage_pieces(ctx)
        return pieces if language_of(ctx) == "en" else [in_chinese(piece) for piece in pieces]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        if language_of(ctx) == "en":
            super().format_help_text(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(command_help(name_of(ctx), self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        if language_of(ctx) == "en":
            super().format_options(ctx, formatter)
            return
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        with formatter.section("Options"):
            formatter.write_dl([row for each in options if (row := _row(ctx, each))])


class SpokenGroup(SpokenCommand, click.Group):
    """A group of such commands."""

    command_class = SpokenCommand
    group_class = type

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        if language_of(ctx) != "en":
            self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line for each command."""
        if language_of(ctx) == "en":
            super().format_commands(ctx, formatter)
            return
        shown = {name: each for name, each in self.commands.items() if not each.hidden}
        rows = [
            (name, command_help(name_of(ctx, name), shown[name].get_short_help_str()))
            for name in self.list_commands(ctx)
            if name in shown
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the command."""
        if ctx.parent is None:
            ctx.meta[_PLACE] = _place(args)
        return super().parse_args(ctx, args)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Return the context of a call; of a wrong one, say what is wrong."""
        place = _place(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            if parent is not None:
                raise
            refuse_call(error, spoken_language(place))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Return the command that is named; of an unknown one, say which there are."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise UsageError(unknown("command", args[0], self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


def language_of(ctx: click.Context) -> str:
    """Return the language that a call is answered in."""
    return ctx.lang if isinstance(ctx, SpokenContext) else "en"


def name_of(ctx: click.Context, command: str | None = None) -> str:
    """Return the name of the context's command, or of one in it, as `labels/help.py` has it."""
    names = [command]
    while ctx.parent is not None:
        names.append(ctx.info_name)
        ctx = ctx.parent
    return ".".join(filter(None, reversed(names)))


def refuse_call(error: click.ClickException, lang: str) -> NoReturn:
    """Say what is wrong with a call: in Chinese here, in English by click."""
    if lang == "en" or isinstance(error, click.exceptions.NoArgsIsHelpError):
        raise error
    if isinstance(error, click.UsageError) and error.ctx is not None:
        tell(error.ctx.get_usage())
        tell(in_chinese(f"Try '{error.ctx.command_path} --help' for help.") + "\n")
    tell(in_chinese(f"Error: {error.format_message()}"))
    raise click.exceptions.Exit(error.exit_code)


def spelled(option: click.Option) -> str:
    """Return the name of an option as it is written after the dashes."""
    return max(option.opts, key=len).lstrip("-")


def _place(args: Sequence[str]) -> str | None:
    """Return the workspace that a call names, also one whose other words are wrong."""
    for number, word in enumerate(args):
        if word == "--workspace":
            return next(iter(args[number + 1 :]), None)
        if word.startswith("--workspace="):
            return word.removeprefix("--workspace=")
    return None


def _row(ctx: click.Context, option: click.Option) -> tuple[str, str] | None:
    """Return an option's line: how it is written, what it is for, what click adds in brackets."""
    record = option.get_help_record(ctx)
    if record is None:
        return None
    english = option.help or ""
    added = record[1].removeprefix(english).strip().removeprefix("[").removesuffix("]")
    text = option_help(name_of(ctx), spelled(option), english)
    told = "；".join(in_chinese(each) for each in added.split("; ") if each)
    return record[0], f"{text}[{told}]" if told else text
