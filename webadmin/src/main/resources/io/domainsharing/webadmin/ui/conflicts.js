// SPDX-License-Identifier: Apache-2.0
"use strict";
// Addresses on several servers, and the check that looks for them, as one of James's tasks.

const conflicts = (() => {
    const KINDS = { here_and_on_peers: "here and on", several_peers: "on" };
    const FOUND_BY = { lookup: "a look-up", creation: "the creation of an account", check: "a check" };
    const ENDED = {
        completed: "The check is done",
        failed: "The check ended without all answers",
        canceled: "The check was cancelled",
        lost: "James does not know the check any more: it was restarted",
    };
    let task;

    /** @param all how many there are: of very many, the first are listed */
    function show(list, all) {
        say(byId("conflicts-summary"), joined(
            all === 0 ? "none known" : count(all, "address", "addresses"), all > list.length && `the first ${list.length} are listed`));
        fill(
            byId("conflicts"),
            list,
            conflict => conflict.address,
            conflict => make("li", "", make("strong", "", conflict.address), make("span", ""), make("span", "quiet")),
            (item, conflict) => {
                say(item.children[1], ` ${wordFor(KINDS, conflict.kind)} ${conflict.peers.join(" and ")} `);
                put(item.children[2], withTime(`found by ${wordFor(FOUND_BY, conflict.foundBy)}`, conflict.since));
            });
    }

    /** Starts a check and watches it closely while somebody looks; afterwards the refreshes do. */
    async function start() {
        task = (await server.post("conflicts")).taskId;
        do {
            await new Promise(resolve => setTimeout(resolve, 1_000));
            await watch();
        } while (task !== undefined && !document.hidden);
    }

    /** Part of a refresh; asks nothing while no check runs. */
    async function watch() {
        if (task === undefined) {
            return;
        }
        const watched = task;
        const { status, additionalInformation: progress } = await server
            .get(`../tasks/${encodeURIComponent(watched)}`)
            .catch(forgotten);
        const ended = Object.hasOwn(ENDED, status) && task === watched;
        sayOrHide(byId("conflicts-task"), joined(
            Object.hasOwn(ENDED, status) ? ENDED[status] : "The check is at work",
            progress && `${count(progress.checkedAddresses, "address", "addresses")} checked`,
            progress && count(progress.conflicts, "conflict", "conflicts"),
            progress?.unansweredAddresses > 0 && `${number(progress.unansweredAddresses)} without an answer (${
                Object.entries(progress.unansweredByPeer).map(([peer, many]) => `${peer}: ${number(many)}`).join(", ")})`,
            progress?.uncheckedRegexMappings > 0
                && `${count(progress.uncheckedRegexMappings, "regex mapping", "regex mappings")} cannot be checked`));
        if (ended) {
            task = undefined;
            announce(byId("conflicts-task").textContent);
        }
    }

    /** James keeps its tasks in memory: after a restart there is none. */
    function forgotten(problem) {
        if (problem.status !== 404) {
            throw problem;
        }
        return { status: "lost" };
    }

    byId("conflicts-check").addEventListener("click", event =>
        run(event.currentTarget, byId("conflicts-mistake"), async () => {
            await start();
            await live.refresh();
        }));
    return { show, watch };
})();
