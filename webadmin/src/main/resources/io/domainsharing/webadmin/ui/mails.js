// SPDX-License-Identifier: Apache-2.0
"use strict";
// The mail of one queue, one by one: to look at, to have tried now, to have returned to its sender.

const mails = (() => {
    const PAGE = 50;
    const ORDERS = { retry: "is to be tried now", return: "is to be returned" };
    let path;
    let list = [];
    let next;

    async function open(heading, route) {
        path = route;
        list = [];
        next = undefined;
        say(byId("mails-heading"), heading);
        say(byId("mails-mistake"), "");
        say(byId("mails-done"), "");
        await more();
        byId("mails-dialog").showModal();
    }

    async function more() {
        const page = await server.get(`${path}?limit=${PAGE}${next === undefined ? "" : `&after=${encodeURIComponent(next)}`}`);
        list = [...list, ...page.mails];
        next = page.next;
        draw();
    }

    /** As many as were seen before, anew. */
    async function again() {
        const page = await server.get(`${path}?limit=${Math.min(1000, Math.max(PAGE, list.length))}`);
        list = page.mails;
        next = page.next;
        draw();
    }

    function draw() {
        fill(byId("mails"), list, mail => mail.name, item, update);
        byId("mails-more").hidden = next === undefined;
        byId("mails-none").hidden = list.length > 0;
    }

    function item(mail) {
        const { name } = mail;
        return make(
            "li", "mail",
            make("div", "mail-head", make("strong", ""), make("span", "quiet number")),
            make("p", "people"),
            make("dl", "facts"),
            make("div", "buttons",
                button("Try now", event => order(event, name, "retry"), `Try now: ${name}`),
                button("Return …", event => order(event, name, "return"), `Return: ${name}`)));
    }

    function update(element, mail) {
        const [head, people, facts] = element.children;
        say(head.firstChild, mail.sender === "" ? "a report, without a sender" : mail.sender);
        say(head.lastChild, octets(mail.size));
        const others = mail.recipientCount - mail.recipients.length;
        say(people, `to ${mail.recipients.join(", ")}${others > 0 ? ` and ${number(others)} more` : ""}`);
        fillFacts(facts, [
            ["Waits", mail.since && `${lasting(mail.since)}`],
            ["Next try", mail.nextAttempt ? nextTry(mail.nextAttempt) : "now, or not told"],
            ["Last reply", mail.lastFailure && withTime(mail.lastFailure, mail.lastFailureAt)],
            ["Wanted", mail.order && wordFor(ORDERS, mail.order)],
            ["Name", mail.name],
        ]);
    }

    function order(event, name, action) {
        return run(event.currentTarget, byId("mails-mistake"), async () => {
            const mail = list.find(candidate => candidate.name === name);
            if (action === "return" && (await confirmed(mail)) === null) {
                return;
            }
            await server.post(`${path}/${encodeURIComponent(name)}?action=${action}`);
            say(byId("mails-done"), action === "retry" ? "It is being tried now." : "It goes back to its sender.");
            await settled(name);
            await live.refresh();
        });
    }

    const confirmed = mail => ask({
        heading: "Return this message?",
        text: `${mail.sender === "" ? "It has no sender, so it goes to the error repository" : `${mail.sender} gets it back`}: ${
            mail.recipients.join(", ")} will not have it. This cannot be undone.`,
        yes: "Return it",
    });

    /** A moment later: until then the mail is where it was. */
    async function settled(name) {
        for (let looks = 0; looks < 5; looks++) {
            await new Promise(resolve => setTimeout(resolve, 400));
            await again();
            if (!list.some(mail => mail.name === name && mail.order !== undefined)) {
                return;
            }
        }
    }

    byId("mails-more").addEventListener("click", event => run(event.currentTarget, byId("mails-mistake"), more));
    byId("mails-again").addEventListener("click", event => run(event.currentTarget, byId("mails-mistake"), again));
    byId("mails-close").addEventListener("click", () => byId("mails-dialog").close());
    return { open };
})();
