// SPDX-License-Identifier: Apache-2.0
"use strict";
// The peers at a glance, and what can be done with them.

const peers = (() => {
    const STATES = { up: "up", refuses: "refuses us", down: "down", unknown: "not asked yet" };
    const LOOKUPS = { minger: "Minger", vrfy: "SMTP VRFY", rcpt: "SMTP RCPT" };
    const ORIGINS = {
        file: "from domainsharing.xml",
        runtime: "added at run time",
        mx: "found by MX",
    };
    const tests = new Map();
    let known = [];

    const named = name => known.find(peer => peer.name === name);
    const path = name => `peers/${encodeURIComponent(name)}`;

    function card(peer) {
        const { name } = peer;
        const item = make(
            "li", "card",
            make("div", "card-head", make("h3", "", name), make("span", "badge")),
            make("p", "nature"),
            make("dl", "facts"),
            make("details", "", make("summary", "", "Addresses"), make("dl", "facts")),
            make("div", "buttons"),
            make("p", "mistake"));
        const mistake = item.querySelector(".mistake");
        mistake.setAttribute("role", "alert");
        const add = (label, action) => item.querySelector(".buttons").append(
            button(label, event => run(event.currentTarget, mistake, () => action(name)), `${label.replace(" …", "")}: ${name}`));
        add("Send its mail now", flush);
        if (peer.origin === "runtime") {
            add("Change …", change);
            add("Remove …", remove);
        }
        return item;
    }

    function update(item, peer) {
        item.dataset.state = peer.state;
        say(item.querySelector(".badge"), wordFor(STATES, peer.state));
        const roundTrip = peer.roundTrip;
        const answer = peer.lastAnswer;
        const asked = peer.lastAskedUs;
        const tested = tests.get(peer.name);
        say(item.querySelector(".nature"), joined(
            `${wordFor(LOOKUPS, peer.lookup)}${peer.lookup === "minger" ? ` at port ${peer.mingerPort}` : ""}`,
            wordFor(ORIGINS, peer.origin)));
        fillFacts(item.querySelector(".facts"), [
            ["Since", moment(peer.since)],
            ["It says", peer.refusal],
            ["Not asked since", moment(peer.openSince)],
            ["Round trip", roundTrip
                && `p50 ${millis(roundTrip.p50Millis)} · p99 ${millis(roundTrip.p99Millis)} (${number(roundTrip.samples)} answers)`],
            ["Last answer", answer && withTime(joined(answerInWords(answer.answer), answer.detail, millis(answer.millis)), answer.at)],
            ["Test", tested && withTime(testInWords(tested), tested.at)],
            ["Last asked us", asked && withTime(`told: ${wordFor({}, asked.status)} (${asked.code})`, asked.at)],
            ["Asks with a wrong secret since", moment(peer.wrongSecretSince)],
            ["Says yes to all of", peer.acceptsAll?.join(", ")],
            ...heldFacts(peer),
        ]);
        fillFacts(item.querySelector("details .facts"), [
            ["SMTP", peer.smtp.join(", ")],
            ["Trusted", peer.trusted.join(", ")],
            ["Only for", (peer.domain ?? []).join(", ")],
            ["Queue", peer.queue],
        ]);
    }

    const testInWords = tested => joined(
        tested.answer === "refused" ? "refuses us" : tested.alive ? "answers" : "does not answer", answerInWords(tested.answer), tested.detail, millis(tested.millis));

    function show(list) {
        announceChanges(list);
        known = list;
        fill(byId("peers"), list, peer => `${peer.name} ${peer.origin}`, card, update);
        byId("peers-none").hidden = list.length > 0;
        const counted = ["up", "refuses", "down", "unknown"]
            .map(state => [state, list.filter(peer => peer.state === state).length])
            .filter(([, many]) => many > 0);
        say(byId("peers-summary"), counted.map(([state, many]) => `${many} ${STATES[state]}`).join(", "));
    }

    function announceChanges(list) {
        const changes = list
            .filter(peer => named(peer.name) !== undefined && named(peer.name).state !== peer.state)
            .map(peer => `Peer ${peer.name} is ${wordFor(STATES, peer.state)}.`);
        if (changes.length > 0) {
            announce(changes.join(" "));
        }
    }

    async function testAll() {
        const results = await server.postToPeers("peers?action=test");
        const at = new Date(server.now()).toISOString();
        results.forEach(result => tests.set(result.peer, { ...result, at }));
        const useless = results.filter(result => !result.alive || result.answer === "refused").map(result => result.peer);
        announce(useless.length === 0 ? "All peers answer." : `No answer, or a refusal: ${useless.join(", ")}.`);
        await live.refresh();
    }

    async function flush(name) {
        await server.post(`${path(name)}/flush`);
        announce(`The mail for ${name} is being tried now.`);
        await live.refresh();
    }

    function change(name) {
        peerForm.open(named(name));
    }

    async function remove(name) {
        const waiting = named(name)?.waiting;
        const queue = await ask({
            heading: `Remove peer ${name}?`,
            text: "It is not asked any more, what is remembered of it is forgotten, and it may not ask or hand over mail any more.",
            yes: "Remove",
            legend: `What becomes of ${waiting === undefined ? "the mail" : count(waiting, "message", "messages")} in its queue?`,
            choices: [
                ["requeue", "Look up again who owns their recipients"],
                ["keep", "Deliver them to it still"],
            ],
        });
        if (queue !== null) {
            await server.delete(`${path(name)}?queue=${queue}`);
            tests.delete(name);
            await live.refresh();
            announce(`Peer ${name} is removed.`);
            byId("peers-heading").focus();
        }
    }

    byId("peers-test").addEventListener("click", event => run(event.currentTarget, byId("peers-mistake"), testAll));
    byId("peer-add").addEventListener("click", () => peerForm.open());
    return { show, path, named, names: () => known.map(peer => peer.name) };
})();
