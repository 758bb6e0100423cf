// SPDX-License-Identifier: Apache-2.0
"use strict";
// What is remembered, and how it is forgotten.

const cache = (() => {
    const LABELS = { address: "Address", domain: "Domain" };
    const form = byId("evict-form");
    const what = byId("evict-what");
    const text = byId("evict-text");
    const peer = byId("evict-peer");

    const optional = value => (value === undefined ? undefined : number(value));

    function show(figures) {
        const asked = (figures.hits ?? 0) + (figures.misses ?? 0);
        fillFacts(byId("cache-facts"), [
            ["Addresses", `${number(figures.size)} of at most ${number(figures.maximumSize)}`],
            ["Hits", asked === 0 ? optional(figures.hits) : `${number(figures.hits)} (${Math.round((100 * figures.hits) / asked)} %)`],
            ["Misses", optional(figures.misses)],
            ["Refreshes", optional(figures.refreshes)],
            ["Evictions", optional(figures.evictions)],
            ["Store", figures.persistent
                ? figures.storeState === "failing"
                    ? withTime(joined("not written to disk", figures.storeError), figures.storeFailingSince)
                    : "kept on disk"
                : "in memory only"],
        ]);
        byId("cache-facts").dataset.state = figures.storeState === "failing" ? "down" : "up";
    }

    function showPeers(names) {
        fill(peer, names, name => name, name => new Option(name, name), () => {});
    }

    function fit() {
        byId("evict-text-field").hidden = !(what.value in LABELS);
        byId("evict-peer-field").hidden = what.value !== "peer";
        text.required = what.value in LABELS;
        say(byId("evict-label"), LABELS[what.value] ?? "");
        say(byId("evict-done"), "");
        say(byId("evict-mistake"), "");
    }

    async function forget() {
        say(byId("evict-done"), "");
        const value = what.value === "peer" ? peer.value : text.value.trim();
        const path = {
            address: `cache/${encodeURIComponent(value)}`,
            domain: `cache?domain=${encodeURIComponent(value)}`,
            peer: `cache?peer=${encodeURIComponent(value)}`,
            all: "cache",
        }[what.value];
        if (what.value === "all" && !(await confirmAll())) {
            return;
        }
        await server.delete(path);
        const forgotten = { all: "Everything", peer: `What peer ${value} owns` }[what.value] ?? value;
        say(byId("evict-done"), `${forgotten} is forgotten.`);
        await live.refresh();
    }

    const confirmAll = () => ask({
        heading: "Forget all remembered owners?",
        text: "Every address is asked for afresh. While a peer is down, mail for its addresses is deferred that would otherwise be"
            + " accepted and kept for it.",
        yes: "Forget everything",
    });

    what.addEventListener("change", fit);
    form.addEventListener("submit", event => {
        event.preventDefault();
        run(form.querySelector("[type=submit]"), byId("evict-mistake"), forget);
    });
    return { show, showPeers };
})();
