"""`solvent serve`: the reference over HTTP."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8645, show_default=True, help="Port; 0 takes a free one.")
@click.option("--control", is_flag=True, help="Add the control verbs; on loopback only.")
@click.option("--rulebook", default="2019-06", show_default=True, help="Preset or ISO date.")
@click.option("--instruments", default="", help="Symbols, comma separated; default: the usual.")
@click.option(
    "--venue",
    "factory",
    default="solvent_reference.venue:ReferenceVenue",
    show_default=True,
    metavar="MODULE:FACTORY",
    help="What makes the venue that is served.",
)
def command(
    host: str, port: int, rulebook: str, instruments: str, factory: str, *, control: bool
) -> None:
    """Serve the reference over HTTP, with signed requests.

    Without --control a small market is set up, and the keys of its accounts are printed. With
    --control nothing is set up: the harness does that through /conformance.
    """
    from solvent_reference.server.application import application, is_loopback
    from solvent_reference.server.demonstration import Demonstration
    from solvent_reference.server.gateway import Gateway
    from solvent_reference.server.listener import address, listening_socket, server_of
    from solvent_spec.rulebook import Rulebook
    from solvent_spec.wire.operations import BASE

    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    if control and not is_loopback(host):
        text = f"--control is refused on {host}: it listens on loopback only, such as 127.0.0.1"
        raise click.UsageError(text)
    try:
        Rulebook.named(rulebook)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--rulebook") from None
    gateway = Gateway(venue_of_factory(factory))
    symbols = tuple(symbol.strip() for symbol in instruments.split(",") if symbol.strip())
    if not control:
        try:
            Demonstration(gateway, rulebook, symbols).open()
        except KeyError as missing:
            text = f"the catalogue does not list {missing}"
            raise click.BadParameter(text, param_hint="--instruments") from None
        except RuntimeError as error:
            raise click.ClickException(str(error)) from None
    try:
        bound = listening_socket(host, port)
    except (OSError, OverflowError) as error:
        text = f"cannot listen on {host}, port {port}: {error}"
        raise click.UsageError(text) from None
    click.echo(f"Solvent serves {address(bound)}{BASE}")
    if control:
        click.echo(f"The control verbs are below {address(bound)}/conformance")
    for account, key in gateway.keys.rows().items():
        click.echo(f"{account}: api-key {key['id']} secret {key['secret']} account {key['number']}")
    server_of(application(gateway, control=control)).run(sockets=[bound])


def venue_of_factory(factory: str) -> Any:  # noqa: ANN401 - a venue is what has the seven methods
    """The venue that `module:factory` makes.

    Raises:
        click.BadParameter: there is no such module or factory.
    """
    module, _, name = factory.partition(":")
    try:
        return getattr(import_module(module), name)()
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        text = f"cannot make a venue of {factory!r}: {error}"
        raise click.BadParameter(text, param_hint="--venue") from None
