// A venue in another language, without packages: limit orders in price-time priority, no money.
//     solvent certify "stdio:node conformance/examples/venues/matcher.js" --profile trading
// POST /order (Limit) and DELETE /order, else `unsupported`. Prices are whole counts of 1e-10.

const SCALE = 10n ** 10n;
const INSTRUMENTS = {
  XBTUSD: { index: ".BXBT", tick: "0.5", maxPrice: "1000000", maxQty: 10000000n },
  ADAM19: { index: ".BADAXBT", tick: "0.00000001", maxPrice: "1", maxQty: 100000000n, expiry: "2019-06-28T12:00:00.000Z" },
  XBTTOY: { index: ".XBTTOY", tick: "0.5", maxPrice: "1000", maxQty: 1000n },
};
const NAMED = "clOrdID account symbol side orderQty price ordType timeInForce transactTime timestamp";
const ORDER = `orderID ${NAMED} execInst ordStatus workingIndicator ordRejReason leavesQty cumQty`.split(" ");
const EXECUTION = `execID orderID ${NAMED} lastQty lastPx lastLiquidityInd execType trdMatchID`.split(" ");
const [LEVEL, TRADE] = ["", " timestamp trdMatchID"].map((more) => `symbol side price size${more}`.split(" "));
const HELLO = {
  protocol: 1, name: "matcher", version: "1", profiles: ["trading"], instruments: Object.keys(INSTRUMENTS), payoffs: ["inverse", "linear"],
  requests: ["POST /order", "DELETE /order"], ordTypes: ["Limit"], timeInForce: ["GoodTillCancel", "ImmediateOrCancel"], execInst: [],
  controls: ["advance", "spot", "deposit"], tables: ["order", "orderBookL2", "trade", "execution"],
  columns: { order: ORDER, execution: EXECUTION, trade: TRADE, orderBookL2: LEVEL },
};
const refusal = (message, name = "HTTPError", status = "rejected", code = 400) =>
  Object.assign(new Error(message), { answer: { status, code, error: { message, name } } });
const unsupported = (what) => refusal(`no ${what} here`, "HTTPError", "unsupported", 501);
const uuid = (kind, n) => `00000000-0000-4000-${kind}-${n.toString(16).padStart(12, "0")}`;
const absent = (value) => value === undefined || value === null;
function wholeOf(value, name) {
  const text = Number.isInteger(value) ? BigInt(value).toString() : value;
  if (typeof text !== "string" || !/^-?\d{1,30}$/.test(text)) throw refusal(`Invalid ${name}`);
  return BigInt(text);
}
function priceOf(value, name) {
  const [, sign, whole, places = ""] = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/.exec(typeof value === "string" ? value : wholeOf(value, name)) ?? [];
  if (whole === undefined || /[1-9]/.test(places.slice(10))) throw refusal(`Invalid ${name}${whole ? " tickSize" : ""}`);
  return BigInt(sign + whole + places.slice(0, 10).padEnd(10, "0"));
}
const priceText = (price) => `${price / SCALE}.${(price % SCALE).toString().padStart(10, "0")}`.replace(/\.?0+$/, "");
function textOf(body, name) {
  const value = body[name] ?? "";
  if (typeof value !== "string" || [...value].length > 500 || /\p{C}|(?! )\p{Z}/u.test(value)) throw refusal(`Invalid ${name}`);
  return value;
}
function choiceOf(body, name, known, message) {
  if (body[name] && !known.includes(body[name])) throw refusal(message);
  return body[name] || null;
}
const cell = (name, value) => (typeof value !== "bigint" ? value : /price|Px/.test(name) ? priceText(value) : Number(value));
const show = (row, columns) => Object.fromEntries(columns.map((name) => [name, cell(name, row[name])]));
let setup, now, orders, executions, trades, indices, clOrdIDs;
function reset(wanted) {
  setup = { rulebook: "2019-06", instruments: ["XBTUSD"], accounts: [], clock: "2019-06-01T00:00:00.000Z", policies: {}, ...wanted };
  if (!["2019-06", "TOY"].includes(setup.rulebook)) throw refusal(`rulebook: ${setup.rulebook} is not served`); else for (const symbol of setup.instruments) if (!Object.hasOwn(INSTRUMENTS, symbol)) throw refusal(`instruments: ${symbol} is not served`);
  [now, orders, executions, trades, indices, clOrdIDs] = [setup.clock, [], [], [], new Set(), new Set()];
  return [setup];
}
const update = (order, changes) => Object.assign(order, changes, { timestamp: now });
const end = (order, ordStatus) => update(order, { ordStatus, leavesQty: 0n, workingIndicator: false });
const queue = (symbol, side) => orders.filter((o) => o.workingIndicator && o.symbol === symbol && o.side === side)
  .sort((a, b) => (a.price === b.price ? a.seq - b.seq : (a.price < b.price) === (side === "Sell") ? -1 : 1));
function place(account, body) {
  const given = choiceOf(body, "side", ["Buy", "Sell"], "Invalid side");
  if (absent(body.symbol) || body.symbol === "") throw refusal("'symbol' is a required arg.");
  const signed = absent(body.orderQty) ? 0n : wholeOf(body.orderQty, "orderQty");
  const price = absent(body.price) ? null : priceOf(body.price, "price");
  const ordType = choiceOf(body, "ordType", ["Limit", "Market", "Stop", "StopLimit"], "Unsupported ordType") ?? (price === null ? "Market" : "Limit");
  const timeInForce = choiceOf(body, "timeInForce", ["FillOrKill", ...HELLO.timeInForce], "Unsupported timeInForce") ?? "GoodTillCancel";
  const [execInst, clOrdID] = ["execInst", "clOrdID", "text"].map((name) => textOf(body, name));
  if (!setup.instruments.includes(body.symbol)) throw refusal("Invalid symbol"); else if ([...clOrdID].length > 36) throw refusal("Invalid clOrdID", "ValidationError");
  const terms = INSTRUMENTS[body.symbol];
  if (!absent(body.stopPx) || !absent(body.displayQty) || execInst || timeInForce === "FillOrKill" || ordType !== "Limit") throw unsupported("such order");
  if (terms.expiry && now >= terms.expiry) throw refusal("Instrument expired", "ValidationError");
  const [side, qty] = given ? [given, signed] : signed < 0n ? ["Sell", -signed] : ["Buy", signed];
  if (qty <= 0n || qty > terms.maxQty) throw refusal("Invalid orderQty");
  if (price === null || price <= 0n || price > priceOf(terms.maxPrice)) throw refusal("Invalid price");
  if (price % priceOf(terms.tick)) throw refusal("Invalid price tickSize");
  if (clOrdID && clOrdIDs.has(`${account} ${clOrdID}`)) throw refusal("Duplicate clOrdID");
  if (!indices.has(terms.index)) throw refusal("Instrument has no mark price", "ValidationError");
  const open = orders.filter((o) => o.workingIndicator && o.account === account && o.symbol === body.symbol).length;
  if (open >= (setup.rulebook === "TOY" ? 6 : 200)) throw refusal("Too many open orders", "ValidationError");
  clOrdIDs.add(`${account} ${clOrdID}`);
  const seq = orders.length + 1;
  const order = { seq, orderID: uuid("8000", seq), clOrdID, account, symbol: body.symbol, side, orderQty: qty, price, ordType, timeInForce,
    execInst, ordRejReason: "", cumQty: 0n, transactTime: now, ...update({}, { ordStatus: "New", leavesQty: qty, workingIndicator: true }) };
  for (const maker of queue(order.symbol, side === "Buy" ? "Sell" : "Buy")) {
    if (!order.leavesQty || (side === "Buy" ? maker.price > price : maker.price < price)) break;
    trade(maker, order, maker.leavesQty < order.leavesQty ? maker.leavesQty : order.leavesQty);
  }
  if (order.leavesQty && timeInForce === "ImmediateOrCancel") end(order, "Canceled");
  orders.push(order);
  return [show(order, ORDER)];
}
function trade(maker, taker, size) {
  const trdMatchID = uuid("9000", trades.length + 1);
  trades.push({ timestamp: now, symbol: taker.symbol, side: taker.side, size, price: maker.price, trdMatchID });
  for (const [order, lastLiquidityInd] of [[maker, "AddedLiquidity"], [taker, "RemovedLiquidity"]]) {
    update(order, { leavesQty: order.leavesQty - size, cumQty: order.cumQty + size, ordStatus: "PartiallyFilled" });
    if (!order.leavesQty) end(order, "Filled");
    const execID = uuid("a000", executions.length + 1);
    executions.push({ ...order, transactTime: now, execID, lastQty: size, lastPx: maker.price, lastLiquidityInd, execType: "Trade", trdMatchID });
  }
}
function cancel(account, body) {
  const [ids, names] = ["orderID", "clOrdID"].map((name) => (Array.isArray(body[name]) ? body[name] : textOf(body, name).split(",").filter(Boolean)));
  if (!ids.length && !names.length) throw refusal("'orderID' or 'clOrdID' is a required arg.");
  if (ids.some((id) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))) throw refusal("Invalid orderID");
  return [...ids.map((id) => ["orderID", id.toLowerCase()]), ...names.map((name) => ["clOrdID", name])].map(([column, value]) => {
    const order = orders.find((o) => o.account === account && o[column] === value);
    if (!order) return { orderID: null, clOrdID: "", [column]: value, ordStatus: "Rejected", ordRejReason: "Invalid orderID", error: "Invalid orderID" };
    const error = order.workingIndicator ? {} : { error: `Unable to cancel order due to existing state: ${order.ordStatus}` };
    return { ...show(order.workingIndicator ? end(order, "Canceled") : order, ORDER), ...error };
  });
}
function control(verb, body) {
  if (!HELLO.controls.includes(verb)) throw unsupported(`control ${verb}`);
  const isForward = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(body.to) && body.to >= now;
  const isPriced = Object.values(INSTRUMENTS).some(({ index }) => index === body.index) && priceOf(body.price, "price") > 0n;
  if (!{ advance: isForward, spot: isPriced, deposit: setup.accounts.includes(body.account) }[verb]) throw refusal(`Invalid ${verb}`);
  if (verb === "advance") now = body.to; else if (verb === "spot") indices.add(body.index);
  return [{ clock: now }];
}
function book() {
  const levels = new Map();
  for (const { symbol, side, price, leavesQty } of Object.keys(INSTRUMENTS).sort().flatMap((s) => [...queue(s, "Buy").reverse(), ...queue(s, "Sell")])) {
    const key = `${symbol} ${side} ${price}`;
    levels.set(key, { symbol, side, price, size: leavesQty + (levels.get(key)?.size ?? 0n) });
  }
  return [...levels.values()];
}
function read({ table, account, symbol }) {
  const tables = { order: [orders, ORDER], execution: [executions, EXECUTION], trade: [trades, TRADE], orderBookL2: [book(), LEVEL] };
  if (!Object.hasOwn(tables, table)) throw unsupported(`table ${table}`);
  const wanted = (row) => (absent(account) || absent(row.account) || row.account === account) && (absent(symbol) || row.symbol === symbol);
  return tables[table][0].filter(wanted).map((row) => show(row, tables[table][1]));
}
function act({ account, method, path, body }) {
  if (!setup.accounts.includes(account)) throw refusal("Invalid API Key.", "HTTPError", "rejected", 401);
  if (!HELLO.requests.includes(`${method} ${path}`)) throw unsupported(`${method} ${path}`);
  return (method === "POST" ? place : cancel)(account, body);
}
const VERBS = { hello: () => [HELLO], reset: ({ setup }) => reset(setup), do: act, ctl: ({ verb, body }) => control(verb, body), read, bye: () => [] };
function answer(line) {
  let message = null;
  try {
    message = JSON.parse(line);
    if (!Object.hasOwn(VERBS, message.cmd)) throw unsupported(`verb ${message.cmd}`);
    return { seq: message.seq, status: "ok", rows: VERBS[message.cmd](message) };
  } catch (error) {
    return { seq: message?.seq ?? null, ...(error.answer ?? { status: "errored", error: { message: String(error), name: "Errored", context: error.stack } }) };
  }
}
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => process.stdout.write(`${JSON.stringify(answer(line))}\n`));
