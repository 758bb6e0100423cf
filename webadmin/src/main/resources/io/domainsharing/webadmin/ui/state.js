// SPDX-License-Identifier: Apache-2.0
"use strict";
// How this server is, in one line.

const state = (() => {
    function ofPeers(all) {
        if (all.length === 0) {
            return ["There is no peer yet.", "unsure"];
        }
        // What one says that is only observed, or that it says nothing, changes nothing.
        const peers = all.filter(peer => peer.mode !== "observe");
        if (peers.length === 0) {
            return ["No peer shares yet.", "unsure"];
        }
        const down = peers.filter(peer => peer.state === "down");
        const refusing = peers.filter(peer => peer.state === "refuses");
        const unknown = peers.filter(peer => peer.state === "unknown");
        if (down.length + refusing.length + unknown.length === 0) {
            const words = { 1: "The peer answers.", 2: "Both peers answer." };
            return [words[peers.length] ?? `All ${peers.length} peers answer.`, "good"];
        }
        const parts = [];
        if (down.length > 0) {
            const since = down.map(peer => peer.since).filter(time => time).sort()[0];
            parts.push(`${listed(down.map(peer => peer.name))} ${
                down.length > 1 ? "do not answer" : since ? `has not answered ${lasting(since)}` : "does not answer"}`);
        }
        if (refusing.length > 0) {
            parts.push(`${listed(refusing.map(peer => peer.name))} ${refusing.length === 1 ? "refuses us" : "refuse us"}`);
        }
        if (unknown.length > 0) {
            parts.push(`${unknown.length} not asked yet`);
        }
        const up = peers.filter(peer => peer.state === "up").length;
        return [`${up} of ${count(peers.length, "peer answers", "peers answer")}: ${parts.join("; ")}.`,
            down.length + refusing.length > 0 ? "bad" : "unsure"];
    }

    function ofObserved(peers) {
        const observed = peers.filter(peer => peer.mode === "observe").map(peer => peer.name);
        return observed.length === 0 ? [] : [[`${listed(observed)} ${observed.length === 1 ? "is" : "are"} only observed.`, "good"]];
    }

    function ofMail(overview) {
        const queues = [...overview.peers, ...overview.gateways, overview.status.undetermined];
        const waiting = queues.reduce((sum, queue) => sum + (queue.waiting ?? 0), 0);
        const oldest = queues.filter(queue => queue.waiting > 0).map(queue => queue.oldestSince).filter(time => time).sort()[0];
        if (waiting === 0) {
            return ["No mail waits.", "good"];
        }
        return [`${count(waiting, "message waits", "messages wait")}${oldest ? `, the oldest ${lasting(oldest)}` : ""}.`, "unsure"];
    }

    function ofRest({ findings, conflicts }) {
        return [
            findings.errors > 0 ? [`${count(findings.errors, "thing is", "things are")} to be mended.`, "bad"] : [],
            conflicts > 0 ? [`${count(conflicts, "address is", "addresses are")} on several servers.`, "unsure"] : [],
        ].filter(part => part.length > 0);
    }

    function show(overview) {
        const parts = overview.status.enabled
            ? [ofPeers(overview.peers), ...ofObserved(overview.peers), ofMail(overview), ...ofRest(overview.status)]
            : [["Domain Sharing is switched off in domainsharing.xml.", "bad"]];
        const tones = parts.map(([, tone]) => tone);
        byId("state").dataset.tone = ["bad", "unsure"].find(tone => tones.includes(tone)) ?? "good";
        say(byId("state"), parts.map(([text]) => text).join(" "));
    }

    return { show };
})();
