// SPDX-License-Identifier: Apache-2.0
"use strict";
// Who owns an address, and the way to that answer, step by step.

(() => {
    const LOCAL = {
        account: "an account here",
        alias: "an alias here",
        group: "a group here",
        forward: "a forward here",
        address: "an address mapping here",
        catch_all: "taken by a catch-all here",
        none: "not known here",
        unavailable: "could not be looked up here",
    };
    const CACHE = { nobody: "remembered: nobody has it", nothing: "nothing is remembered" };
    const DIGEST = { listed: "it is in it", not_listed: "it is not in it" };
    const CATCH_ALL = { taken: "a catch-all here takes it", none: "there is no catch-all here" };
    const GATEWAY = {
        listed: "it stands in the gateway's file",
        unchecked: "the gateway's addresses are not verified",
        asked: "the gateway's host has it",
        cache: "remembered: the gateway's host has it",
        unreachable: "the gateway's host cannot be reached",
        unknown: "the gateway's host does not have it",
    };
    const VERDICTS = {
        local: "It lives on this server.",
        gateway: "It belongs to a gateway.",
        nobody: "Nobody has it.",
        undetermined: "Nobody can tell now who has it.",
    };
    const REPLIES = { "2": "is accepted", "4": "is deferred", "5": "is rejected" };
    const GOOD = new Set(["account", "alias", "group", "forward", "address", "owner", "accepts", "accepts_all", "taken", "listed",
        "asked", "unchecked", "cache", "counts"]);
    const NEUTRAL = new Set(["none", "nothing", "nobody", "unknown", "not_listed"]);

    /** How a step looks: yes, no or trouble; its words say the same. */
    function tone(step) {
        if (step.step === "verdict" || step.step === "reply") {
            return { "4": "trouble", "5": "no", undetermined: "trouble", unavailable: "trouble", nobody: "no" }[
                step.step === "reply" ? String(step.outcome)[0] : step.outcome] ?? "yes";
        }
        return GOOD.has(step.outcome) ? "yes" : NEUTRAL.has(step.outcome) ? "no" : "trouble";
    }

    function verdict(outcome, peer) {
        switch (outcome) {
            case "peer":
                return `It lives on peer ${peer}.`;
            case "unavailable":
                return `${peer} has it and takes no mail for it now.`;
            default:
                return wordFor(VERDICTS, outcome);
        }
    }

    /** All that have it, and which of them gets the mail. */
    function conflictInWords({ kind, peers: owners, winner }) {
        const places = [...(kind === "here_and_on_peers" ? ["here"] : []), ...owners.map(owner => `on ${owner}`)];
        return `Conflict: this address is ${listed(places)}. ${
            winner ? `Mail from here goes to ${winner}.` : "None of them takes mail for it now."} Keep it on one server only.`;
    }

    const pinned = owner => (owner === "here" ? "this server" : `peer ${owner}`);

    function via(hops) {
        return hops === undefined || hops.length < 2
            ? undefined
            : make("ol", "via", ...hops.map(hop => make("li", "", hop)));
    }

    function describe(step) {
        switch (step.step) {
            case "pin":
                return [
                    "Pinned by an operator",
                    step.outcome === "counts" ? `to ${pinned(step.owner)}` : `to ${step.owner}, which is no peer that shares: it does not count`,
                    step.until && `until ${clock(new Date(step.until))}`,
                ];
            case "local":
                return [
                    "This server",
                    joined(wordFor(LOCAL, step.outcome), step.members && count(step.members, "member", "members")),
                    via(step.via),
                ];
            case "cache":
                return [
                    "What is remembered",
                    step.outcome === "owner" ? `${step.owner} has it` : wordFor(CACHE, step.outcome),
                    joined(
                        step.ageSeconds === undefined ? "" : `found ${duration(step.ageSeconds)} ago`,
                        step.refreshAt && `asked again after ${clock(new Date(step.refreshAt))}`,
                        step.expiresAt && `forgotten at ${clock(new Date(step.expiresAt))}`),
                ];
            case "peer":
                return [`Peer ${step.peer}`, joined(answerInWords(step.outcome), millis(step.millis)), step.detail];
            case "digest":
                return [
                    `Digest of ${step.peer}`,
                    wordFor(DIGEST, step.outcome),
                    joined(
                        step.live ? "the peer is connected" : "the peer is not connected",
                        `${duration(step.ageSeconds)} old`,
                        step.instead === "no" ? "a no without a question"
                            : step.ifSilent === "nothing" ? "" : `a ${step.ifSilent} if the peer is silent`),
                ];
            case "catchAll":
                return ["Catch-all", wordFor(CATCH_ALL, step.outcome)];
            case "gateway":
                return ["Gateway", wordFor(GATEWAY, step.outcome), step.detail];
            case "verdict":
                return ["Verdict", verdict(step.outcome, step.peer), step.outcome === "undetermined" ? step.detail : undefined];
            case "reply":
                return ["What RCPT is answered", make("code", "", step.line)];
            default:
                return [step.step, wordFor({}, step.outcome)];
        }
    }

    function draw(step) {
        const [title, outcome, detail] = describe(step);
        const item = make("li", "step", make("h4", "", title), make("p", "outcome", outcome));
        if (detail) {
            item.append(detail instanceof Node ? detail : make("p", "detail", detail));
        }
        item.dataset.tone = tone(step);
        item.dataset.step = step.step;
        return item;
    }

    /** Peers that were asked stand side by side: they were asked at once. */
    function drawPath(steps) {
        const items = [];
        let fork;
        for (const step of steps) {
            if (step.step !== "peer") {
                fork = undefined;
                items.push(draw(step));
            } else if (fork === undefined || fork.dataset.mode !== (step.mode ?? "share")) {
                fork = make("ul", "fork", draw(step));
                fork.dataset.mode = step.mode ?? "share";
                const title = step.mode === "observe" ? "Only observed: decides nothing" : "All peers at once";
                const item = make("li", "step", make("h4", "", title), fork);
                item.dataset.step = "peers";
                items.push(item);
            } else {
                fork.append(draw(step));
            }
        }
        byId("owner-path").replaceChildren(...items);
    }

    async function lookUp() {
        const address = byId("owner-address").value.trim();
        const refresh = byId("owner-refresh").checked ? "?refresh=true" : "";
        byId("owner-result").hidden = true;
        const answer = await server.getFromPeers(`owners/${encodeURIComponent(address)}${refresh}`);
        drawPath(answer.steps ?? []);
        byId("owner-result").hidden = false;
        byId("owner-verdict").dataset.tone = tone({ step: "verdict", outcome: answer.verdict });
        say(
            byId("owner-verdict"),
            `${answer.address}: ${verdict(answer.verdict, answer.peer)} Mail for it ${
                wordFor(REPLIES, answer.reply[0])} (${answer.reply}).`);
        sayOrHide(byId("owner-conflict"), answer.conflict ? conflictInWords(answer.conflict) : "");
    }

    byId("owner-form").addEventListener("submit", event => {
        event.preventDefault();
        run(event.submitter ?? byId("owner-form").querySelector("button"), byId("owner-mistake"), lookUp);
    });
})();
