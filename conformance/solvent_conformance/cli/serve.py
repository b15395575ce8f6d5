"""`solvent serve`: the reference over HTTP."""

from __future__ import annotations

import logging

import click

from solvent_conformance.cli.failure import Unusable
from solvent_conformance.protocol.excerpts import limit_text
from solvent_spec.vocabulary.messages import Venue


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
        except SystemExit as end:
            raise Unusable(f"the venue wanted to exit with {end.code} when it was set up") from end
        except Exception as error:
            text = limit_text(f"{type(error).__name__}: {error}", 600)
            raise Unusable(f"the venue cannot be set up: {text}") from error
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


def venue_of_factory(factory: str) -> Venue:
    """The venue that `module:factory` makes.

    Raises:
        click.BadParameter: there is no such module or factory, or what it makes is no venue.
    """
    from solvent_conformance.adapters.failures import AdapterInvalid
    from solvent_conformance.adapters.in_process import InProcessVenue
    from solvent_conformance.adapters.opening import make_venue

    try:
        venue = make_venue(factory)
        InProcessVenue(venue)
    except AdapterInvalid as invalid:
        text = f"cannot make a venue of {factory!r}: expected {invalid.expected}, got {invalid.got}"
        raise click.BadParameter(limit_text(text, 600), param_hint="--venue") from None
    return venue
