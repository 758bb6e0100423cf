// SPDX-License-Identifier: Apache-2.0
"use strict";
// Mail that waits: for peers (shown with them), for gateways, at secondaries, and for an owner.

/** A text and, below it, a moment. */
const withTime = (text, iso) => make("span", "", text, " ", iso && make("span", "at", moment(iso)));

/** How much waits; James's queue may be unable to tell. */
function waitingInWords(waiting) {
    if (waiting === undefined) {
        return "not known: James's queue cannot tell";
    }
    return waiting === 0 ? "none" : count(waiting, "message", "messages");
}

/** The facts of a queue. */
function heldFacts(queue) {
    return [
        ["Waiting mail", waitingInWords(queue.waiting)],
        ["Oldest", moment(queue.oldestSince)],
        ["Next attempt", moment(queue.nextAttempt)],
        ["Last failure", queue.lastFailure && withTime(queue.lastFailure, queue.lastFailureAt)],
    ];
}

const held = (() => {
    const STATES = { up: "up", refuses: "refuses us", down: "down", unknown: "not asked yet" };
    const shown = { undetermined: undefined, gateways: [], secondaries: [] };

    function items() {
        return [
            ...(shown.undetermined ? [{ key: "undetermined", title: "Owner unknown", update: updateUndetermined }] : []),
            ...shown.gateways.map(gateway => ({
                key: `gateway ${gateway.domain}`,
                title: `Gateway ${gateway.domain}`,
                gateway,
                update: item => updateGateway(item, gateway),
            })),
            ...shown.secondaries.map(secondary => ({
                key: `secondary ${secondary.name}`,
                title: `Secondary ${secondary.name}`,
                update: item => updateSecondary(item, secondary),
            })),
        ];
    }

    function card({ title, gateway }) {
        const item = make(
            "li", "card", make("div", "card-head", make("h3", "", title), make("span", "badge")), make("dl", "facts"));
        if (gateway !== undefined) {
            const mistake = make("p", "mistake");
            mistake.setAttribute("role", "alert");
            const flush = async () => {
                await server.post(`gateways/${encodeURIComponent(gateway.domain)}/flush`);
                announce(`The mail for ${gateway.domain} is being tried now.`);
                await live.refresh({ all: true });
            };
            item.append(
                make("div", "buttons", button(
                    "Send its mail now", event => run(event.currentTarget, mistake, flush), `Send its mail now: ${gateway.domain}`)),
                mistake);
        }
        return item;
    }

    function badge(item, state, word) {
        item.dataset.state = state;
        say(item.querySelector(".badge"), word);
    }

    function updateUndetermined(item) {
        const { waiting, queue } = shown.undetermined;
        badge(item, waiting === 0 ? "up" : "unknown", waiting === undefined ? "not known" : waiting === 0 ? "empty" : "waits");
        fillFacts(item.querySelector(".facts"), [
            ["Waiting mail", waitingInWords(waiting)],
            ["Why", !waiting ? "" : "a peer that might have the recipient gave no answer; it is asked again"],
            ["Queue", queue],
        ]);
    }

    function updateGateway(item, gateway) {
        badge(item, gateway.state, wordFor(STATES, gateway.state));
        fillFacts(item.querySelector(".facts"), [
            ["Since", moment(gateway.since)],
            ["SMTP", gateway.smtp.join(", ")],
            ["Recipients verified by", gateway.verify],
            ["Addresses in its file", gateway.listed],
            ["When unreachable", gateway.whenUnreachable],
            ["Caution", gateway.acceptsAll && "its host says yes to every address: nothing is verified"],
            ...heldFacts(gateway),
        ]);
    }

    function updateSecondary(item, secondary) {
        badge(item, secondary.state, wordFor(STATES, secondary.state));
        fillFacts(item.querySelector(".facts"), [
            ["Since", moment(secondary.since)],
            ["SMTP", secondary.smtp.join(", ")],
            ["Asked next", moment(secondary.nextAsked)],
            ...secondary.domain.map(domain => [
                domain.name, withTime(domain.reply, domain.lastAsked)]),
        ]);
    }

    /** Takes what is new of undetermined, gateways and secondaries. */
    function show(news) {
        Object.assign(shown, news);
        fill(byId("held"), items(), item => item.key, card, (element, item) => item.update(element));
    }

    return { show };
})();
