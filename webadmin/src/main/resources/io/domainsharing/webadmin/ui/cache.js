// SPDX-License-Identifier: Apache-2.0
"use strict";
// What is remembered, and how it is forgotten.

const cache = (() => {
    const LABELS = { address: "Address", domain: "Domain" };
    const form = byId("evict-form");
    const what = byId("evict-what");
    const text = byId("evict-text");
    const peer = byId("evict-peer");

    const PAGE = 50;
    let entries = [];
    let next;
    let searched;

    const optional = value => (value === undefined ? undefined : number(value));

    function show(figures) {
        const asked = (figures.hits ?? 0) + (figures.misses ?? 0);
        fillFacts(byId("cache-facts"), [
            ["Addresses", `${number(figures.size)} of at most ${number(figures.maximumSize)}`],
            ["Known at once", asked === 0 ? optional(figures.hits) : `${number(figures.hits)} (${Math.round((100 * figures.hits) / asked)} %)`],
            ["Asked for", optional(figures.misses)],
            ["Asked again", optional(figures.refreshes)],
            ["Made room", optional(figures.evictions)],
            ["On disk", figures.persistent
                ? figures.storeState === "failing"
                    ? withTime(joined("not written to disk", figures.storeError), figures.storeFailingSince)
                    : "yes"
                : "no, in memory only"],
        ]);
        byId("cache-facts").dataset.state = figures.storeState === "failing" ? "down" : "up";
    }

    function showPeers(names) {
        fill(peer, names, name => name, name => new Option(name, name), () => {});
        fill(
            byId("cache-peer"), ["", ...names], name => name, name => new Option(name === "" ? "anybody" : name, name), () => {});
    }

    function search() {
        searched = { text: byId("cache-search").value.trim(), owner: byId("cache-peer").value };
        entries = [];
        next = undefined;
        return more();
    }

    async function more() {
        const query = new URLSearchParams({ limit: PAGE, search: searched.text });
        if (searched.owner !== "") {
            query.set("peer", searched.owner);
        }
        if (next !== undefined) {
            query.set("after", next);
        }
        const page = await server.get(`cache?${query}`);
        entries = [...entries, ...page.entries];
        next = page.next;
        fill(
            byId("cache-entries"),
            entries,
            entry => entry.address,
            entry => make("li", "", make("strong", "", entry.address), make("span", ""), make("span", "quiet")),
            (item, entry) => {
                say(item.children[1], entry.owner);
                say(item.children[2], `found ${duration(entry.ageSeconds)} ago, counts until ${clock(new Date(entry.expiresAt))}`);
            });
        byId("cache-more").hidden = next === undefined;
        say(byId("cache-found"), entries.length === 0
            ? "Nothing that is remembered fits."
            : `${count(entries.length, "address", "addresses")}${next === undefined ? "" : ", and there are more"}.`);
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
        if (searched !== undefined) {
            await search();
        }
        await live.refresh();
    }

    const confirmAll = () => ask({
        heading: "Forget all remembered owners?",
        text: "Every address is asked for afresh. While a peer is down, mail for its addresses is deferred that would otherwise be"
            + " accepted and kept for it.",
        yes: "Forget everything",
    });

    byId("cache-form").addEventListener("submit", event => {
        event.preventDefault();
        run(byId("cache-form").querySelector("[type=submit]"), byId("cache-mistake"), search);
    });
    byId("cache-more").addEventListener("click", event => run(event.currentTarget, byId("cache-mistake"), more));
    what.addEventListener("change", fit);
    form.addEventListener("submit", event => {
        event.preventDefault();
        run(form.querySelector("[type=submit]"), byId("evict-mistake"), forget);
    });
    return { show, showPeers };
})();
