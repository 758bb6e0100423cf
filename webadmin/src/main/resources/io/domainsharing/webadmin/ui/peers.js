// SPDX-License-Identifier: Apache-2.0
"use strict";
// The peers at a glance, and what can be done with them: cards for a few, a table for many.

const peers = (() => {
    /** More than these are a table. */
    const MOST_CARDS = 10;
    const ORIGINS = {
        file: "from domainsharing.xml",
        runtime: "added at run time",
        mx: "found by MX",
    };
    const tests = new Map();
    let known = [];
    let opened;

    const named = name => known.find(peer => peer.name === name);
    const path = name => `peers/${encodeURIComponent(name)}`;

    /** What an operator looks for first: the smaller, the more there is to be mended. */
    function trouble(peer) {
        if (peer.state === "down" || peer.state === "refuses") {
            return 0;
        }
        if (peer.wrongSecretSince || peer.acceptsAll) {
            return 1;
        }
        if (peer.lastFailure || peer.waiting > 0) {
            return 2;
        }
        return peer.state === "unknown" ? 3 : 4;
    }

    function card(peer) {
        const { name } = peer;
        const item = make(
            "li", "card",
            make("div", "card-head", make("h3", "", name), make("span", "badge")),
            make("p", "nature"),
            make("dl", "facts"),
            make("details", "", make("summary", "", "More"), make("dl", "facts")),
            make("div", "buttons"),
            make("p", "mistake"));
        const mistake = item.querySelector(".mistake");
        mistake.setAttribute("role", "alert");
        const add = (label, action) => item.querySelector(".buttons").append(
            button(label, event => run(event.currentTarget, mistake, () => action(name)), `${label.replace(" …", "")}: ${name}`));
        add("Send its mail now", flush);
        add("Show its mail …", showMail);
        add("Mode …", changeMode);
        if (peer.origin === "runtime") {
            add("Change …", change);
            add("Remove …", remove);
        }
        return item;
    }

    function update(item, peer) {
        item.dataset.state = peer.state;
        say(item.querySelector(".badge"), stateInWords(peer));
        const { roundTrip, lastAnswer: answer, lastAskedUs: asked } = peer;
        const tested = tests.get(peer.name);
        say(item.querySelector(".nature"), joined(
            `${wordFor(LOOKUPS, peer.lookup)}${peer.lookup === "minger" ? ` at port ${peer.mingerPort}` : ""}`,
            wordFor(ORIGINS, peer.origin),
            peer.mode !== "share" && wordFor(MODES, peer.mode)));
        fillFacts(item.querySelector(".facts"), [
            ["It says", peer.refusal],
            ["It keeps", peer.remembered === undefined ? undefined : count(peer.remembered, "remembered address", "remembered addresses")],
            ...held.facts(peer),
            ["Last answer", answer && withTime(joined(answerInWords(answer.answer), answer.detail, millis(answer.millis)), answer.at)],
            ["Answers in", roundTrip && joined(millis(roundTrip.p50Millis), `99 of 100 within ${millis(roundTrip.p99Millis)}`)],
            ["Wrong secret", peer.wrongSecretSince && `it asks with one ${lasting(peer.wrongSecretSince)}`],
            ["Not signed", peer.unproven && `${count(peer.unproven, "answer", "answers")} in its name did not count`],
            ["Caution", peer.acceptsAll && `it says yes to every address of ${peer.acceptsAll.join(", ")}`],
            ["Test", tested && withTime(testInWords(tested), tested.at)],
        ]);
        fillFacts(item.querySelector("details .facts"), [
            ["So since", moment(peer.since)],
            ["Asked us", asked && withTime(`told: ${wordFor(TOLD, asked.status)}`, asked.at)],
            ["SMTP", peer.smtp.join(", ")],
            ...capabilityFacts(peer),
            ["Trusted", peer.trusted.join(", ")],
            ["Only for", (peer.domain ?? []).join(", ")],
            ["Signed answers", peer.lookup === "minger" ? proofInWords(peer) : undefined],
            ["Address digest", peer.digest && digestInWords(peer.digest)],
            ["TLS", peer.tls],
            ["Queue", peer.queue],
        ]);
    }

    const keyOf = peer => `${peer.name} ${peer.origin}`;

    function show(list) {
        announceChanges(list);
        known = list;
        const many = list.length > MOST_CARDS;
        fill(byId("peers"), many ? [] : list, keyOf, card, update);
        byId("peers-many").hidden = !many;
        peerTable.show(many ? list : []);
        showOpened();
        byId("peers-none").hidden = list.length > 0;
        const counted = ["down", "refuses", "unknown", "up"]
            .map(state => [state, list.filter(peer => peer.state === state).length])
            .filter(([, some]) => some > 0);
        say(byId("peers-summary"), counted
            .map(([state, some]) => `${some} ${wordFor(some > 1 ? STATES_OF_MANY : STATES, state)}`)
            .join(", "));
    }

    /** One of the table, with all that a card has. */
    function open(name) {
        opened = name;
        showOpened();
        byId("peer-card-dialog").showModal();
    }

    function showOpened() {
        const peer = opened === undefined ? undefined : named(opened);
        fill(byId("peer-card"), peer === undefined ? [] : [peer], keyOf, card, update);
        if (peer === undefined && byId("peer-card-dialog").open) {
            byId("peer-card-dialog").close();
        }
    }

    function announceChanges(list) {
        const changes = list
            .filter(peer => named(peer.name) !== undefined && named(peer.name).state !== peer.state)
            .map(peer => `Peer ${peer.name}: ${wordFor(STATES, peer.state)}.`);
        if (changes.length > 0) {
            announce(changes.slice(0, 5).join(" "));
        }
    }

    async function testAll() {
        const results = await server.postToPeers("peers?action=test");
        const at = new Date(server.now()).toISOString();
        results.forEach(result => tests.set(result.peer, { ...result, at }));
        const useless = results.filter(result => !result.alive || result.answer === "refused").map(result => result.peer);
        announce(useless.length === 0 ? "All peers answer." : `No answer, or a refusal: ${listed(useless)}.`);
        await live.refresh();
    }

    async function flush(name) {
        await server.post(`${path(name)}/flush`);
        announce(`The mail for ${name} is being tried now.`);
        await live.refresh();
    }

    const showMail = name => mails.open(`Mail for ${name}`, `${path(name)}/mails`);

    const changeMode = name => rehearsal.change(named(name));

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
    byId("peer-card-close").addEventListener("click", () => byId("peer-card-dialog").close());
    byId("peer-card-dialog").addEventListener("close", () => { opened = undefined; });
    return { show, open, path, named, trouble, names: () => known.map(peer => peer.name) };
})();
