"""Margin: what a position and an order lock, and what an account may still use."""

from __future__ import annotations

from solvent_spec.clauses import clause
from solvent_spec.instruments import Instrument
from solvent_spec.positions import PositionRules
from solvent_spec.units import (
    Contracts,
    Money,
    Price,
    Rate,
    ceil_div,
    ceil_mul,
    floor_div,
    round_half_up_div,
)

_NO_RATE = Rate(0)


class MarginRules(PositionRules):
    """Initial, maintenance and order margin, isolated and cross. Chapter: margin."""

    __slots__ = ()

    @clause(
        "MARG-001",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.posInit",
            "position.posMargin",
            "position.maintMargin",
            "margin.maintMargin",
            "margin.availableMargin",
        ),
        source="39 of 39 positions of 2018 to 2023",
    )
    def position_initial_margin(self, cost: Money, requirement: Rate) -> Money:
        """The initial margin of a position is its absolute cost times its initial margin
        requirement, rounded up.

        >>> rules.position_initial_margin(-5_347_671_054, Fraction("0.02"))
        106953422
        """
        return ceil_mul(abs(cost), requirement)

    @clause(
        "MARG-002",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.posComm",
            "position.posMargin",
            "position.posMaint",
            "margin.maintMargin",
            "margin.availableMargin",
        ),
        source="38 of 39 positions; one is a satoshi above after a top-up",
    )
    def position_commission(self, cost: Money, initial: Money, cross: Money, fee: Rate) -> Money:
        """A position reserves the fee of closing it: the fee rate on cost, initial margin and cross
        margin, rounded up.

        At the bankruptcy price a long inverse position is worth just that sum.

        >>> rules.position_commission(18_668_000, 3_733_600, 71_429, Fraction("0.00075"))
        16855
        """
        return ceil_mul(abs(cost) + initial + cross, fee)

    @clause(
        "MARG-003",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.posMargin",
            "position.maintMargin",
            "margin.maintMargin",
            "margin.availableMargin",
        ),
        source="39 of 39 positions",
    )
    def position_margin(
        self, initial: Money, commission: Money, cross: Money, loss: Money
    ) -> Money:
        """The margin of a position is initial margin, reserved commission and cross margin, less
        the loss it carries.

        >>> rules.position_margin(3_733_600, 16_855, 71_429, 0)
        3821884
        """
        return initial + commission + cross - loss

    @clause(
        "MARG-004",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.posMaint", "position.liquidationPrice"),
        source="30 of 30 rows whose instrument row is known",
    )
    def position_maintenance(
        self, cost: Money, maintenance: Rate, adverse_funding: Rate, commission: Money
    ) -> Money:
        """A position must keep its absolute cost times maintenance margin rate and adverse funding
        rate, rounded up, and its reserved commission.

        >>> rules.position_maintenance(
        ...     7_609_687_974, Fraction("0.005"), Fraction("0.00375"), 5_764_339
        ... )
        72349109
        """
        rate = maintenance + adverse_funding if adverse_funding.numerator else maintenance
        return ceil_mul(abs(cost), rate) + commission

    @clause(
        "MARG-005",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.posMaint", "position.liquidationPrice"),
        source="short at -0.00229: charged; long at -0.004875: not charged",
    )
    def adverse_funding(self, qty: Contracts, rate: Rate) -> Rate:
        """The current funding rate counts in maintenance only for the side that will pay it.

        >>> rules.adverse_funding(10, Fraction("-0.004875"))
        Fraction(0, 1)
        >>> rules.adverse_funding(-10, Fraction("-0.00229"))
        Fraction(229, 100000)
        """
        if not rate.numerator or (rate.numerator > 0) != (qty > 0):
            return _NO_RATE
        return abs(rate)

    @clause(
        "MARG-006",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.maintMargin", "margin.maintMargin"),
        source="39 of 39 positions",
    )
    def position_equity(self, position_margin: Money, unrealised: Money) -> Money:
        """The equity of a position is its margin plus its unrealised profit: this is what the
        account locks for it.

        >>> rules.position_equity(3_821_884, 258_000)
        4079884
        """
        return position_margin + unrealised

    @clause(
        "MARG-007",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.grossOpenCost",
            "position.initMargin",
            "margin.initMargin",
            "margin.grossOpenCost",
            "margin.availableMargin",
        ),
        source="11 of 11 rows, two-sided ones included; the guide's 5 bids and 15 offers",
    )
    def gross_open_cost(
        self,
        position_qty: Contracts,
        buy_qty: Contracts,
        buy_cost: Money,
        sell_qty: Contracts,
        sell_cost: Money,
    ) -> Money:
        """Open orders are charged net of the position they reduce; where both sides overlap, the
        dearer is charged.

        Bids beyond a short and offers beyond a long count. The overlap of the two counts once,
        at the dearer mean cost; the excess of the larger side at its own. 20 bid at 100 and 15
        offered at 150 cost 5 bids and 15 offers.

        >>> rules.gross_open_cost(0, 20, 2000, 15, 2250)
        2750
        >>> rules.gross_open_cost(-6, 7, 185_213, 0, 0)
        26459
        """
        buys = max(Contracts(0), buy_qty + min(Contracts(0), position_qty))
        sells = max(Contracts(0), sell_qty - max(Contracts(0), position_qty))
        if not sells:
            return Money(ceil_div(buys * buy_cost, buy_qty)) if buys else Money(0)
        if not buys:
            return Money(ceil_div(sells * sell_cost, sell_qty))
        overlap = min(buys, sells)
        buys_dearer = buy_cost * sell_qty >= sell_cost * buy_qty
        buys_charged = buys - overlap + (overlap if buys_dearer else Contracts(0))
        sells_charged = sells - overlap + (Contracts(0) if buys_dearer else overlap)
        numerator = buys_charged * buy_cost * sell_qty + sells_charged * sell_cost * buy_qty
        return Money(ceil_div(numerator, buy_qty * sell_qty))

    @clause(
        "MARG-008",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.initMargin",
            "margin.initMargin",
            "margin.availableMargin",
            "order.error",
        ),
        source="23 of 23 rows of three eras",
    )
    def order_margin(self, gross: Money, requirement: Rate, fee: Rate) -> Money:
        """Open orders of a contract lock the initial margin of their gross cost, rounded up, and
        the fees of entry and exit, rounded up as one sum.

        The exit fee is on cost and margin, so the fee counts two and the requirement times.

        >>> rules.order_margin(26_459, Fraction(1), Fraction("0.00075"))
        26519
        """
        counts = 2 * requirement.denominator + requirement.numerator
        fees = ceil_div(gross * fee.numerator * counts, fee.denominator * requirement.denominator)
        return ceil_mul(gross, requirement) + Money(fees)

    @clause(
        "MARG-009",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.grossOpenPremium", "position.initMargin", "margin.initMargin"),
        source="staff: a close estimate; no row with a premium is known",
        alternatives=(
            "fixed when the order rests",
            "refreshed at each mark as far as is available",
        ),
    )
    def open_premium(
        self, price: Price | None, mark: Price, qty: Contracts, instrument: Instrument
    ) -> Money:
        """An order that buys above the mark or sells below it locks the loss it would have at once.

        The premium is the value between order price and mark when the order comes to rest. A venue
        may refresh it at each mark. It then falls with the gap, and rises only where the rise of
        what the account locks is available, of several orders of an account the oldest first: no
        mark makes available margin negative by it. An order that keeps its old premium for want of
        money is asked when it trades (MARG-022).

        >>> rules.open_premium(price_of("500"), price_of("400"), 10, XBTUSD)
        500000
        """
        if price is None or (price > mark) != (qty > 0) or price == mark:
            return Money(0)
        gap = self.contract_value(instrument, qty, price) - self.contract_value(
            instrument, qty, mark
        )
        return max(Money(0), gap)

    def refreshes_premium(self) -> bool:
        """Whether the premium of a resting order follows the mark, a choice under MARG-009."""
        choice = self.policy("MARG-009", "fixed when the order rests")
        return choice == "refreshed at each mark as far as is available"

    def may_raise_premium(self, rise: Money, available: Money) -> bool:
        """Whether a premium that is refreshed may make open orders lock so much more (MARG-009).

        >>> rules.may_raise_premium(40, 50), rules.may_raise_premium(60, 50)
        (True, False)
        """
        return rise <= max(Money(0), available)

    @clause(
        "MARG-010",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.grossOpenPremium", "position.initMargin", "margin.initMargin"),
        source="staff: |buyPremium * net(currentQty, openBuyQty) / openBuyQty| and its mirror",
        alternatives=("net of the position", "gross"),
    )
    def gross_open_premium(
        self,
        position_qty: Contracts,
        buy_qty: Contracts,
        buy_premium: Money,
        sell_qty: Contracts,
        sell_premium: Money,
    ) -> Money:
        """The premium of open orders is charged for the part of them that does not reduce the
        position, rounded up.

        Ten bid with a premium of 100 against a short of six leave four, and a premium of 40.

        >>> rules.gross_open_premium(-6, 10, 100, 0, 0)
        40
        """
        if self.policy("MARG-010", "net of the position") == "gross":
            return buy_premium + sell_premium
        total = Money(0)
        if buy_premium:
            buys = max(Contracts(0), buy_qty + min(Contracts(0), position_qty))
            total += Money(ceil_div(buys * buy_premium, buy_qty))
        if sell_premium:
            sells = max(Contracts(0), sell_qty - max(Contracts(0), position_qty))
            total += Money(ceil_div(sells * sell_premium, sell_qty))
        return total

    @clause(
        "MARG-011",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("margin.marginBalance",),
        source="every margin row",
    )
    def margin_balance(self, wallet: Money, unrealised: Money) -> Money:
        """The margin balance is the wallet balance plus the unrealised profit of all positions.

        >>> rules.margin_balance(131_030_234, 52_182_774)
        183213008
        """
        return wallet + unrealised

    @clause(
        "MARG-012",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("margin.availableMargin", "margin.excessMargin"),
        source="every margin row",
        until="2024-03-25",
    )
    def available_margin(
        self, margin_balance: Money, order_margin: Money, position_equity: Money
    ) -> Money:
        """Available margin is the margin balance less what orders and positions lock.

        Positions lock their equity, so an unrealised profit is available to no other position.
        From 2024-03-25 on cross positions of one currency share their profits and lock their
        maintenance margin alone; what is available then is not known in full.

        >>> rules.available_margin(183_213_008, 0, 134_043_993)
        49169015
        """
        return margin_balance - order_margin - position_equity

    @clause(
        "MARG-013",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("margin.withdrawableMargin", "margin.walletBalance", "wallet.error"),
        source="margin term reference; equal to available margin in every row",
    )
    def withdrawable_margin(self, available: Money, wallet: Money) -> Money:
        """What may be withdrawn is the available margin, at most the wallet and never below zero.

        Unrealised profit can never be withdrawn: it is another account's unrealised loss. While
        positions lock their equity (MARG-012) the bound of the wallet says nothing more: what is
        available is then the wallet less the margins of positions and orders, never more than it.
        It binds where profit is shared between positions.

        >>> rules.withdrawable_margin(150, 100), rules.withdrawable_margin(-5, 100)
        (100, 0)
        """
        return max(Money(0), min(available, wallet))

    @clause(
        "MARG-014",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.posCross",
            "position.posMargin",
            "position.maintMargin",
            "margin.availableMargin",
        ),
        source="13 of 13 cross positions",
        until="2024-03-25",
    )
    def cross_margin(self, loss: Money, unrealised: Money, held: Money, available: Money) -> Money:
        """At each mark a cross position holds its carried loss and its unrealised loss, as far as
        available margin goes.

        It draws from `available` on top of the `held` cross margin: a loss of 90 with 20 held and
        50 available leaves it with 70. What becomes of margin that it holds beyond its need,
        MARG-035 says. A cross position of 2026 shows no cross margin at all: from 2024-03-25 on
        none is drawn, and what takes its place is not known.

        >>> rules.cross_margin(0, -90, 20, 50), rules.cross_margin(10, 5, 0, 50)
        (70, 10)
        """
        need = self.cross_need(loss, unrealised)
        if need < held:
            return self.cross_after_recovery(held, need)
        return min(need, held + max(Money(0), available))

    def cross_need(self, loss: Money, unrealised: Money) -> Money:
        """The carried and the unrealised loss of a cross position, which it wants to hold."""
        return loss - unrealised if unrealised < 0 else loss

    @clause(
        "MARG-035",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.posCross", "position.posMargin", "margin.availableMargin"),
        source=(
            "13 of 13 rows hold just what they need, one of them in profit and with none; no row "
            "shows a position before and after a recovery, and no text speaks of it"
        ),
        alternatives=("goes back at the mark", "stays until the position is reduced"),
        until="2024-03-25",
    )
    def cross_after_recovery(self, held: Money, need: Money) -> Money:
        """What a cross position holds beyond its need goes back to available margin at the mark
        that shows it.

        A position that drew 90 and recovers by 60 keeps 30. A venue may leave it with the 90: it
        then gives up its share when a part of the position is closed, as an isolated one does
        (MARG-015), and the rest with the position.

        >>> rules.cross_after_recovery(90, 30)
        30
        """
        return held if self.keeps_drawn_margin() else need

    def keeps_drawn_margin(self) -> bool:
        """Whether margin that was drawn stays with a cross position, a choice under MARG-035."""
        choice = self.policy("MARG-035", "goes back at the mark")
        return choice == "stays until the position is reduced"

    @clause(
        "MARG-015",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.posCross", "position.posMargin"),
        source="third party: scales pro rata when the position is reduced",
        alternatives=("floored", "rounded to nearest"),
    )
    def cross_after_reduction(self, cross: Money, kept: Contracts, held: Contracts) -> Money:
        """An isolated position that is reduced keeps its extra margin and its carried loss in
        proportion, floored.

        >>> rules.cross_after_reduction(101, -1, -2)
        50
        """
        if self.policy("MARG-015", "floored") == "rounded to nearest":
            return Money(round_half_up_div(cross * abs(kept), abs(held)))
        return Money(floor_div(cross * abs(kept), abs(held)))

    @clause(
        "MARG-016",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.liquidationPrice", "position.bankruptPrice"),
        source="3 of 3 accounts with a margin row; without the division it fails",
        until="2024-03-25",
    )
    def cross_reach(self, available: Money, fee: Rate) -> Money:
        """Available margin backs a cross position divided by one plus the fee rate, floored.

        Of what a position draws, a part must be reserved for the fee of closing.

        >>> rules.cross_reach(1_499_830, Fraction("0.00075"))
        1498705
        """
        exact = max(Money(0), available) / (1 + fee)
        return Money(floor_div(exact.numerator, exact.denominator))

    @clause(
        "MARG-017",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.liquidationPrice", "position.marginCallPrice"),
        source="10 of 10 isolated positions, 3 of 3 cross positions",
    )
    def liquidation_price(
        self,
        instrument: Instrument,
        cost: Money,
        qty: Contracts,
        *,
        margin: Money,
        maintenance: Money,
        reach: Money,
    ) -> Price:
        """The liquidation price is where a position has lost its margin above maintenance, and what
        available margin backs it.

        >>> price_text(
        ...     rules.liquidation_price(
        ...         XBTUSD, 18_668_000, -2000, margin=3_821_884, maintenance=110_195, reach=0
        ...     )
        ... )
        '13370.5'
        """
        return self.price_at_loss(instrument, cost, qty, margin - maintenance + reach)

    @clause(
        "MARG-018",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.bankruptPrice", "execution.lastPx", "liquidation.price"),
        source="10 of 10 isolated positions, 3 of 3 cross positions",
    )
    def bankruptcy_price(
        self,
        instrument: Instrument,
        cost: Money,
        qty: Contracts,
        *,
        margin: Money,
        commission: Money,
        reach: Money,
    ) -> Price:
        """The bankruptcy price is where a position has lost all its margin but the fee of closing
        it.

        >>> price_text(
        ...     rules.bankruptcy_price(
        ...         XBTUSD, 18_668_000, -2000, margin=3_821_884, commission=16_855, reach=0
        ...     )
        ... )
        '13455'
        """
        return self.price_at_loss(instrument, cost, qty, margin - commission + reach)

    @clause(
        "MARG-019",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.initMarginReq", "position.leverage", "position.posInit"),
        source="API description of POST /position/leverage",
    )
    def initial_requirement(self, leverage: Rate, tier_initial: Rate) -> Rate:
        """The initial margin requirement is one over the leverage, and at least that of the risk
        tier; cross uses the tier's.

        >>> rules.initial_requirement(Fraction(3), Fraction("0.01"))
        Fraction(1, 3)
        >>> rules.initial_requirement(Fraction(0), Fraction("0.01"))
        Fraction(1, 100)
        """
        return tier_initial if leverage == 0 else max(1 / leverage, tier_initial)

    @clause(
        "MARG-020",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.error", "position.leverage"),
        source=(
            "API description: 0.01 to 100; 'Invalid leverage', 'Cannot exceed the maximum entry "
            "leverage'"
        ),
    )
    def may_set_leverage(self, leverage: Rate, tier_initial: Rate) -> bool:
        """Leverage is zero for cross margin, or from 0.01 to one over the tier's initial margin
        rate.

        >>> [rules.may_set_leverage(Fraction(n), Fraction("0.01")) for n in (0, 100, 101)]
        [True, True, False]
        """
        return leverage == 0 or (Rate(1, 100) <= leverage and leverage * tier_initial <= 1)

    @clause(
        "MARG-021",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.error", "position.posCross", "margin.availableMargin"),
        source="API description of POST /position/transferMargin",
    )
    def may_transfer(self, money: Money, available: Money, margin: Money, initial: Money) -> bool:
        """Margin may be moved into an isolated position up to what is available, and out of it down
        to its initial margin and reserved fee.

        An unrealised profit is no margin, and cannot be taken out. `initial` is initial margin plus
        reserved commission. Of 120 with 100 needed 20 may go, if MARG-034 permits.

        >>> [rules.may_transfer(-n, 0, 120, 100) for n in (20, 21)]
        [True, False]
        """
        if money > 0:
            return money <= available
        return money < 0 and margin + money >= initial

    @clause(
        "MARG-034",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.error", "position.posCross", "margin.availableMargin"),
        source="no text says what a position at a loss must keep",
        alternatives=("its initial margin and reserved fee", "its maintenance margin"),
    )
    def may_take_out(self, money: Money, equity: Money, initial: Money, maintenance: Money) -> bool:
        """Margin may be moved out of an isolated position only as far as its equity at the mark
        keeps the initial margin and reserved fee as well.

        What covers a loss is not free. A venue may permit it down to the maintenance margin; below
        that the position would be due for liquidation. With an equity of 110, of which `initial`
        needs 100, 10 may go.

        >>> [rules.may_take_out(-n, 110, 100, 60) for n in (10, 11)]
        [True, False]
        """
        first = "its initial margin and reserved fee"
        kept = initial if self.policy("MARG-034", first) == first else maintenance
        return equity + money >= kept

    @clause(
        "MARG-022",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("order.ordStatus", "margin.availableMargin", "execution.lastQty"),
        source=(
            "API description: a market order runs to the account's bankruptcy price; the rest is "
            "silent"
        ),
        alternatives=(
            "not at all",
            "as far as the account can carry it",
        ),
    )
    def may_execute(
        self,
        before: Money,
        after: Money,
        unbound: Money,
        equity: Money,
        maintenance: Money,
        *,
        reduces: bool,
    ) -> bool:
        """An execution happens only if the wallet afterwards holds the margins of the account's
        positions; one that does more than reduce a position, only if besides it leaves available
        margin at zero or above, or no lower than it was, and its position not due for liquidation.

        The order that wants it is canceled, whichever of the two it is; a venue may trade the part
        that can be carried instead, and cancel the rest. `unbound` is the wallet
        less the margins of all positions: what only orders lock does not keep anybody in a
        position. A long whose loss at the price exceeds its margin and all that is not bound
        elsewhere cannot sell there.

        >>> rules.may_execute(0, -5, 10, 100, 50, reduces=True)
        True
        >>> rules.may_execute(0, -5, 10, 100, 50, reduces=False)
        False
        """
        if unbound < 0:
            return False
        return reduces or ((after >= 0 or after >= before) and equity >= maintenance)

    def executes_in_part(self) -> bool:
        """Whether a part of an execution happens that may not happen whole: see MARG-022."""
        return self.policy("MARG-022", "not at all") == "as far as the account can carry it"
