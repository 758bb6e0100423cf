// SPDX-License-Identifier: Apache-2.0
"use strict";
// Keeps the page as James is: two requests every five seconds, three while there is a finding, five or six every half minute, none while nobody
// looks.

const live = (() => {
    const EVERY = 5_000;
    const ALL_EVERY = 6;
    let round = 0;
    let timer;
    let paused = false;
    let running;
    let again;
    let allNext = false;
    let lastSeen;
    let lostSince;

    /** What is asked: the first two always; the others rarely, since they change rarely and James counts messages for them. */
    function requests(all) {
        const wanted = [
            server.get("../domain-sharing").then(node => {
                showNode(node);
                return findings.watch(node.findings);
            }),
            server.get("peers").then(list => {
                peers.show(list);
                cache.showPeers(peers.names());
            }),
            conflicts.watch().then(ended => (ended || all ? server.get("conflicts").then(conflicts.show) : undefined)),
        ];
        return all
            ? [
                ...wanted,
                server.get("gateways").then(gateways => held.show({ gateways })),
                server.get("secondaries").then(secondaries => held.show({ secondaries })),
            ]
            : wanted;
    }

    function showNode(node) {
        const down = node.peers.down;
        say(byId("node-name"), node.node);
        say(byId("node-facts"), joined(
            node.enabled ? "" : "switched off in domainsharing.xml",
            node.domains.length === 0 ? "all local domains" : node.domains.join(", "),
            node.version && `version ${node.version}`,
            node.startedAt && `started ${clock(new Date(node.startedAt))}`,
            node.minger?.enabled ? `answers Minger at ${node.minger.bind.join(", ")}` : "answers no Minger",
            count(node.questionsInFlight, "question", "questions") + " on the way"));
        document.title = joined(down > 0 ? `${count(down, "peer", "peers")} down` : "", `Domain Sharing ${node.node}`);
        cache.show(node.cache);
        held.show({ undetermined: node.undetermined });
    }

    /** One at a time; who asks meanwhile waits for one that begins after his change. */
    async function refresh({ all = false } = {}) {
        allNext ||= all;
        if (running !== undefined) {
            again ??= running.then(() => refresh());
            return again;
        }
        clearTimeout(timer);
        running = askJames(allNext || round % ALL_EVERY === 0);
        allNext = false;
        try {
            await running;
        } finally {
            running = undefined;
            again = undefined;
            schedule();
        }
        return undefined;
    }

    async function askJames(all) {
        const outcomes = await Promise.allSettled(requests(all));
        const problems = outcomes.filter(outcome => outcome.status === "rejected").map(outcome => outcome.reason);
        if (problems.some(problem => problem.status === 401)) {
            askForToken();
            return;
        }
        round += 1;
        if (problems.length === 0) {
            found();
        } else {
            lost(problems.find(problem => problem instanceof Unreachable) ?? problems[0]);
        }
    }

    function found() {
        if (lostSince !== undefined) {
            announce("The server answers again.");
        }
        lostSince = undefined;
        lastSeen = new Date();
        byId("content").hidden = false;
        byId("token-form").hidden = true;
        sayOrHide(byId("trouble"), "");
        showState();
    }

    function lost(problem) {
        lostSince ??= new Date();
        const what = problem instanceof Unreachable ? `This server ${problem.state}` : `This server fails (${problem.message})`;
        sayOrHide(byId("trouble"), `${what} since ${clock(lostSince)}. ${
            lastSeen === undefined ? "" : `What you see is from ${clock(lastSeen)}.`}`);
        // What was asked for rarely is asked for first when it is back.
        round = 0;
        showState();
    }

    function askForToken() {
        const form = byId("token-form");
        const first = form.hidden;
        form.hidden = false;
        say(byId("token-mistake"), server.hasToken() ? "James does not accept this token." : "");
        showState();
        if (first && (document.activeElement === document.body || document.activeElement === null)) {
            byId("token").focus();
        }
    }

    function showState() {
        const [state, text] = !byId("token-form").hidden
            ? ["stopped", "Waits for a token"]
            : lostSince !== undefined
                ? ["lost", `No answer since ${clock(lostSince)}`]
                : paused
                    ? ["stopped", `Paused: as of ${clock(lastSeen)}`]
                    : ["live", `Live: as of ${clock(lastSeen)}`];
        byId("live").dataset.state = state;
        say(byId("live"), text);
    }

    function schedule() {
        clearTimeout(timer);
        if (!paused && !document.hidden && byId("token-form").hidden) {
            timer = setTimeout(refresh, EVERY);
        }
    }

    byId("pause").addEventListener("click", () => {
        paused = !paused;
        byId("pause").setAttribute("aria-pressed", String(paused));
        if (paused) {
            showState();
            schedule();
        } else {
            refresh();
        }
    });
    document.addEventListener("visibilitychange", () => (document.hidden || paused ? schedule() : refresh()));
    byId("token-form").addEventListener("submit", event => {
        event.preventDefault();
        if (server.useToken(byId("token").value)) {
            byId("token").value = "";
            byId("token-form").hidden = true;
            refresh();
        } else {
            say(byId("token-mistake"), "This is not a token: it holds characters that no token has.");
        }
    });
    return { refresh };
})();

live.refresh();
