// SPDX-License-Identifier: Apache-2.0
"use strict";
// Many peers as a table: trouble on top unless it is sorted otherwise, and only those that the filter lets through.

const peerTable = (() => {
    const byName = (one, other) => one.name.localeCompare(other.name, "en", { numeric: true });
    const by = value => (one, other) => value(one) - value(other) || byName(one, other);
    const ORDERS = {
        name: byName,
        state: by(peer => peers.trouble(peer)),
        waiting: by(peer => -(peer.waiting ?? 0)),
        answers: by(peer => peer.roundTrip?.p50Millis ?? Infinity),
    };
    let order = "state";
    let backwards = false;
    let list = [];

    function matches(peer, text) {
        return [peer.name, ...peer.smtp, ...(peer.domain ?? []), wordFor(STATES, peer.state)]
            .some(value => value.toLowerCase().includes(text));
    }

    function row(peer) {
        return make(
            "tr", "",
            make("th", "", button(peer.name, () => peers.open(peer.name), `Details: ${peer.name}`)),
            make("td", "", make("span", "badge")),
            make("td", "number"),
            make("td", "number wide-only"),
            make("td", "wide-only why"));
    }

    function update(item, peer) {
        item.dataset.state = peer.state;
        item.firstChild.scope = "row";
        const [, state, waiting, answers, why] = item.children;
        say(state.firstChild, stateInWords(peer));
        say(waiting, peer.waiting === undefined ? "?" : number(peer.waiting));
        say(answers, millis(peer.roundTrip?.p50Millis));
        say(why, whyOf(peer));
    }

    /** What is to be mended of it. */
    function whyOf(peer) {
        const answer = peer.lastAnswer;
        return joined(
            peer.refusal,
            peer.state === "down" && answer && joined(answerInWords(answer.answer), answer.detail),
            peer.wrongSecretSince && "asks with a wrong secret",
            peer.acceptsAll && "says yes to every address",
            peer.lastFailure);
    }

    function draw() {
        const text = byId("peers-filter").value.trim().toLowerCase();
        const shownPeers = list.filter(peer => matches(peer, text)).sort(ORDERS[order]);
        if (backwards) {
            shownPeers.reverse();
        }
        fill(byId("peer-rows"), shownPeers, peer => peer.name, row, update);
        say(byId("peers-shown"), text === "" ? "" : `${shownPeers.length} of ${list.length}`);
        document.querySelectorAll("#peer-table [data-order]").forEach(heading => {
            const chosen = heading.dataset.order === order;
            heading.closest("th").setAttribute("aria-sort", !chosen ? "none" : backwards ? "descending" : "ascending");
        });
    }

    function show(all) {
        list = all;
        draw();
    }

    document.querySelectorAll("#peer-table [data-order]").forEach(heading => heading.addEventListener("click", () => {
        backwards = order === heading.dataset.order && !backwards;
        order = heading.dataset.order;
        draw();
    }));
    byId("peers-filter").addEventListener("input", draw);
    return { show };
})();
