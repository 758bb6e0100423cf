// SPDX-License-Identifier: Apache-2.0
"use strict";
// Mail that waits: for peers (shown with them), for gateways, at secondaries, and for an owner.

const held = (() => {
    /** The facts of a queue. */
    function facts(queue) {
        return [
            ["Waiting mail", joined(
                waitingInWords(queue.waiting), queue.waiting > 0 && queue.oldestSince && `the oldest ${lasting(queue.oldestSince)}`)],
            ["Next try", queue.waiting > 0 && queue.nextAttempt ? nextTry(queue.nextAttempt) : undefined],
            ["Last reply", queue.lastFailure && withTime(queue.lastFailure, queue.lastFailureAt)],
        ];
    }

    function items({ status, gateways, secondaries }) {
        return [
            {
                key: "undetermined",
                title: "Owner unknown",
                mails: "undetermined/mails",
                update: item => updateUndetermined(item, status.undetermined),
            },
            ...gateways.map(gateway => ({
                key: `gateway ${gateway.domain}`,
                title: `Gateway ${gateway.domain}`,
                mails: `gateways/${encodeURIComponent(gateway.domain)}/mails`,
                gateway,
                update: item => updateGateway(item, gateway),
            })),
            ...secondaries.map(secondary => ({
                key: `secondary ${secondary.name}`,
                title: `Secondary ${secondary.name}`,
                update: item => updateSecondary(item, secondary),
            })),
        ];
    }

    function card({ title, gateway, mails: path }) {
        const buttons = make("div", "buttons");
        const mistake = make("p", "mistake");
        mistake.setAttribute("role", "alert");
        const add = (label, action) => buttons.append(
            button(label, event => run(event.currentTarget, mistake, action), `${label.replace(" …", "")}: ${title}`));
        if (gateway !== undefined) {
            add("Send its mail now", async () => {
                await server.post(`gateways/${encodeURIComponent(gateway.domain)}/flush`);
                announce(`The mail for ${gateway.domain} is being tried now.`);
                await live.refresh();
            });
        }
        if (path !== undefined) {
            add("Show its mail …", () => mails.open(title, path));
        }
        return make(
            "li", "card",
            make("div", "card-head", make("h3", "", title), make("span", "badge")),
            make("dl", "facts"),
            ...(path === undefined ? [] : [buttons]),
            mistake);
    }

    function badge(item, state, word) {
        item.dataset.state = state;
        say(item.querySelector(".badge"), word);
    }

    function updateUndetermined(item, { waiting }) {
        badge(item, waiting === 0 ? "up" : "unknown", waiting === undefined ? "not known" : waiting === 0 ? "empty" : "waits");
        fillFacts(item.querySelector(".facts"), [
            ["Waiting mail", waitingInWords(waiting)],
            ["Why", !waiting ? "" : "a peer that might have the recipient gave no answer; it is asked again"],
        ]);
    }

    function updateGateway(item, gateway) {
        badge(item, gateway.state, stateInWords(gateway));
        fillFacts(item.querySelector(".facts"), [
            ["It says", gateway.refusal],
            ...facts(gateway),
            ["Verified by", wordFor(LOOKUPS, gateway.verify)],
            ["SMTP", gateway.smtp.join(", ")],
            ...capabilityFacts(gateway),
            ["In its file", gateway.listed === undefined ? "" : count(gateway.listed, "address", "addresses")],
            ["While silent", gateway.whenUnreachable === "accept" ? "every address is taken" : "unknown addresses are deferred"],
            ["Caution", gateway.acceptsAll && "its host says yes to every address: nothing is verified"],
        ]);
    }

    function updateSecondary(item, secondary) {
        badge(item, secondary.state, stateInWords(secondary));
        fillFacts(item.querySelector(".facts"), [
            ["SMTP", secondary.smtp.join(", ")],
            ["Asked next", moment(secondary.nextAsked)],
            ...secondary.domain.map(domain => [domain.name, withTime(domain.reply, domain.lastAsked)]),
        ]);
    }

    function show(overview) {
        fill(byId("held"), items(overview), item => item.key, card, (element, item) => item.update(element));
    }

    return { show, facts };
})();
