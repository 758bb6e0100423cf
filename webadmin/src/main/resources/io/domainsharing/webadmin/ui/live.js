// SPDX-License-Identifier: Apache-2.0
"use strict";
// Keeps the page as James is: one request at a time, which James answers without a body while nothing has changed. It asks every five
// seconds while things change, less and less often while they do not or James fails, and not at all while nobody looks.

const live = (() => {
    const FIRST = 5_000;
    const LONGEST = 60_000;
    const SLOWER = 1.5;
    /** How often what is seen is put into words anew: ages grow. */
    const RETELL = 10_000;
    let wait = FIRST;
    let timer;
    let paused = false;
    let running;
    let again;
    let seen;
    let lastSeen;
    let lostSince;

    function show(overview) {
        const { status } = overview;
        say(byId("node-name"), status.node);
        say(byId("node-facts"), joined(
            status.domains.length === 0 ? "all local domains" : status.domains.join(", "),
            status.version && `version ${status.version}`,
            status.startedAt && `started ${clock(new Date(status.startedAt))}`,
            status.minger?.enabled ? `answers Minger at ${status.minger.bind.join(", ")}` : "answers no Minger",
            `${count(status.questionsInFlight, "question", "questions")} on the way`));
        const down = overview.peers.filter(peer => peer.state === "down").length;
        document.title = joined(down > 0 ? `${count(down, "peer", "peers")} down` : "", `Domain Sharing ${status.node}`);
        state.show(overview);
        findings.show(overview.findings);
        peers.show(overview.peers);
        rehearsal.show(overview.rehearsal);
        held.show(overview);
        conflicts.show(overview.conflicts, status.conflicts);
        cache.show(status.cache);
        cache.showPeers(peers.names());
    }

    /** Now, and soon again. One at a time; who asks meanwhile waits for one that begins after his change. */
    async function refresh() {
        wait = FIRST;
        return next();
    }

    async function next() {
        if (running !== undefined) {
            again ??= running.then(() => next());
            return again;
        }
        clearTimeout(timer);
        running = askJames();
        try {
            await running;
        } finally {
            running = undefined;
            again = undefined;
            schedule();
        }
        return undefined;
    }

    async function askJames() {
        try {
            const { value, changed } = await server.getIfChanged("overview");
            await conflicts.watch();
            wait = changed ? FIRST : Math.min(LONGEST, wait * SLOWER);
            seen = value;
            found();
        } catch (problem) {
            wait = Math.min(LONGEST, wait * SLOWER);
            if (problem.status === 401) {
                askForToken();
            } else {
                lost(problem);
            }
        }
    }

    function found() {
        if (lostSince !== undefined) {
            announce("The server answers again.");
        }
        lostSince = undefined;
        lastSeen = new Date();
        show(seen);
        byId("content").hidden = false;
        byId("token-form").hidden = true;
        sayOrHide(byId("trouble"), "");
        showLive();
    }

    function lost(problem) {
        lostSince ??= new Date();
        const what = problem instanceof Unreachable ? `This server ${problem.state}` : `This server fails (${problem.message})`;
        sayOrHide(byId("trouble"), `${what} since ${clock(lostSince)}. ${
            lastSeen === undefined ? "" : `What you see is from ${clock(lastSeen)}.`}`);
        showLive();
    }

    function askForToken() {
        const form = byId("token-form");
        const first = form.hidden;
        form.hidden = false;
        say(byId("token-mistake"), server.hasToken() ? "James does not accept this token." : "");
        showLive();
        if (first && (document.activeElement === document.body || document.activeElement === null)) {
            byId("token").focus();
        }
    }

    function showLive() {
        const [how, text] = !byId("token-form").hidden
            ? ["stopped", "Waits for a token"]
            : lostSince !== undefined
                ? ["lost", `No answer since ${clock(lostSince)}`]
                : paused
                    ? ["stopped", `Paused: as of ${clock(lastSeen)}`]
                    : ["live", `Live: as of ${clock(lastSeen)}`];
        byId("live").dataset.state = how;
        // What is there is as it was: it is seen to be.
        byId("content").dataset.state = how;
        say(byId("live"), text);
    }

    function schedule() {
        clearTimeout(timer);
        if (!paused && !document.hidden && byId("token-form").hidden) {
            timer = setTimeout(next, wait);
        }
    }

    byId("pause").addEventListener("click", () => {
        paused = !paused;
        byId("pause").setAttribute("aria-pressed", String(paused));
        if (paused) {
            showLive();
            schedule();
        } else {
            refresh();
        }
    });
    document.addEventListener("visibilitychange", () => (document.hidden || paused ? schedule() : refresh()));
    setInterval(() => {
        if (seen !== undefined && lostSince === undefined && !paused && !document.hidden) {
            show(seen);
        }
    }, RETELL);
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
