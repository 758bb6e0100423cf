// SPDX-License-Identifier: Apache-2.0
"use strict";
// What would be different if those shared who are observed, and how a peer comes into another mode.

const rehearsal = (() => {
    const KINDS = [
        ["onBoth", "On both", "Keep each of these on one server only before it goes live."],
        ["wouldDefer", "Would be deferred", "The peer tells nothing of these, or takes no mail for them now."],
        ["wouldTake", "Refused today, the peer would take them", ""],
        ["fromCatchAll", "Taken by a catch-all today, the peer would take them", ""],
    ];
    const LIVE = "From now on what it says decides, it gets the mail for its addresses, and while it is silent addresses that nobody is"
        + " known to have are deferred.";
    const CHOICES = {
        share: "Share: it decides, and gets mail",
        observe: "Observe: it is asked behind the verdict, decides nothing, and gets no new mail",
        drain: "Drain: it keeps what is remembered of it or pinned to it. The next mail for any other address there is rejected",
    };

    async function send(name, mode) {
        await server.put(peers.path(name), { mode });
        await live.refresh();
        announce(`Peer ${name} ${wordFor(MODES, mode)} from now on.`);
        byId("peers-heading").focus();
    }

    /** Asks which mode, and puts it. */
    async function change(peer) {
        const mode = await ask({
            heading: `Another mode for peer ${peer.name}?`,
            text: `It ${wordFor(MODES, peer.mode)} now.`,
            yes: "Change",
            legend: "From now on",
            choices: Object.entries(CHOICES).filter(([choice]) => choice !== peer.mode),
        });
        if (mode !== null) {
            await send(peer.name, mode);
        }
    }

    async function goLive(name) {
        if (await ask({ heading: `Go live with ${name}?`, text: LIVE, yes: "Go live" }) !== null) {
            await send(name, "share");
        }
    }

    async function showAddresses(name) {
        const found = (await server.get("rehearsal?limit=1000")).find(entry => entry.peer === name);
        byId("rehearsal-addresses").replaceChildren(...KINDS
            .filter(([kind]) => found !== undefined && found[kind] > 0)
            .map(([kind, title, advice]) => make(
                "li", "",
                make("h3", "", `${title}: ${number(found[kind])}`),
                advice && make("p", "quiet", advice),
                make("p", "", found.addresses[kind].join(", ")))));
        say(byId("rehearsal-of"), byId("rehearsal-addresses").children.length === 0
            ? `Nothing would be different with ${name}.`
            : `What would be different with ${name}:`);
    }

    async function anew() {
        const question = {
            heading: "Begin the rehearsal anew?",
            text: "What it has found so far is forgotten.",
            yes: "Begin anew",
        };
        if (await ask(question) !== null) {
            await server.delete("rehearsal");
            byId("rehearsal-addresses").replaceChildren();
            say(byId("rehearsal-of"), "");
            await live.refresh();
        }
    }

    const mistake = byId("rehearsal-mistake");
    const pressed = action => event => run(event.currentTarget, mistake, action);

    function row({ peer }) {
        return make(
            "li", "",
            make("span", "sentence"),
            make("span", "quiet"),
            make(
                "span", "buttons",
                button("Show the addresses", pressed(() => showAddresses(peer)), `Show the addresses: ${peer}`),
                button("Go live …", pressed(() => goLive(peer)), `Go live: ${peer}`)));
    }

    function show(list) {
        byId("rehearsal-section").hidden = list.length === 0;
        fill(byId("rehearsal"), list, entry => entry.peer, row, (item, entry) => {
            say(item.children[0], entry.sentence);
            say(item.children[1], `with ${entry.peer}, ${lasting(entry.since)}`);
        });
    }

    byId("rehearsal-anew").addEventListener("click", pressed(anew));
    return { show, change };
})();
