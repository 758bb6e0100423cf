// SPDX-License-Identifier: Apache-2.0
"use strict";
// Adds a peer, or changes one that was added at run time.

const peerForm = (() => {
    const LISTS = ["smtp", "trusted", "domain"];
    const dialog = byId("peer-dialog");
    const form = byId("peer-form");
    const field = name => form.elements.namedItem(name);
    let changing = false;

    /** Without a peer: for a new one. The secret is never there: nobody tells it. */
    function open(peer) {
        changing = peer !== undefined;
        form.reset();
        mark("");
        sayOrHide(byId("peer-tested"), "");
        field("name").readOnly = changing;
        if (changing) {
            LISTS.forEach(list => { field(list).value = (peer[list] ?? []).join(" "); });
            field("name").value = peer.name;
            field("lookup").value = peer.lookup;
            field("mingerPort").value = peer.mingerPort;
            field("digestPort").value = peer.digestPort;
            field("mode").value = peer.mode;
            field("proof").value = peer.proof;
            field("tls").value = peer.tls;
            field("unknownUser").value = (peer.unknownUser ?? []).join("\n");
        }
        byId("peer-no-secret-field").hidden = !changing;
        say(byId("peer-dialog-heading"), changing ? `Change peer ${peer.name}` : "Add a peer");
        say(byId("peer-save"), changing ? "Change" : "Add");
        say(
            byId("peer-secret-help"),
            changing ? "Secret left empty: the one it has stays." : "Secret: what that server accepts. It is never shown again.");
        dialog.showModal();
        field(changing ? "smtp" : "name").focus();
    }

    /** What is left empty is left out: James's default counts. */
    function body() {
        const values = { lookup: field("lookup").value, mode: field("mode").value, proof: field("proof").value };
        for (const list of LISTS) {
            const texts = field(list).value.split(/[\s,]+/).filter(text => text);
            if (texts.length > 0) {
                values[list] = texts;
            }
        }
        const replies = field("unknownUser").value.split("\n").map(line => line.trim()).filter(line => line);
        if (replies.length > 0) {
            values.unknownUser = replies;
        }
        for (const key of ["mingerPort", "digestPort", "tls", "secret"]) {
            if (field(key).value !== "") {
                values[key] = field(key).value;
            }
        }
        if (changing && byId("peer-no-secret").checked) {
            values.secret = null;
        }
        return values;
    }

    /** Shows a mistake, and at which field: James's message begins with the key. */
    function mark(message) {
        say(byId("peer-mistake"), message);
        const key = /^(\w+): /.exec(message)?.[1];
        let first;
        for (const input of form.querySelectorAll("input[name], select[name], textarea[name]")) {
            const wrong = input.name === key;
            if (wrong) {
                input.setAttribute("aria-invalid", "true");
            } else {
                input.removeAttribute("aria-invalid");
            }
            first ??= wrong ? input : undefined;
        }
        first?.focus();
    }

    /** Asks the peer as it is typed; nothing is stored. */
    async function test() {
        if (!form.reportValidity()) {
            return;
        }
        mark("");
        sayOrHide(byId("peer-tested"), "Asking …");
        const name = field("name").value.trim();
        try {
            const result = await server.postToPeers(`${peers.path(name)}?action=test`, body());
            const useful = result.alive && result.answer !== "refused";
            byId("peer-tested").dataset.tone = useful && result.answer !== "accepts_all" ? "yes" : "trouble";
            sayOrHide(byId("peer-tested"), `Asked about an address that nobody has: ${testInWords(result)}.`);
        } catch (problem) {
            sayOrHide(byId("peer-tested"), "");
            mark(problem.message);
        }
    }

    async function save() {
        const name = field("name").value.trim();
        // James would take it for a change. Of a peer that it does not let change it says why.
        if (!changing && peers.named(name)?.origin === "runtime") {
            throw new Error("name: a peer of that name is known already: change it instead");
        }
        await server.put(peers.path(name), body());
        dialog.close();
        announce(changing ? `Peer ${name} is changed.` : `Peer ${name} is added.`);
        await live.refresh();
    }

    byId("peer-test").addEventListener("click", event => run(event.currentTarget, byId("peer-mistake"), test));
    byId("peer-cancel").addEventListener("click", () => dialog.close());
    // A secret does not wait in a field that nobody sees.
    dialog.addEventListener("close", () => form.reset());
    form.addEventListener("submit", event => {
        event.preventDefault();
        run(byId("peer-save"), byId("peer-mistake"), () => save().catch(problem => mark(problem.message)));
    });
    return { open };
})();
