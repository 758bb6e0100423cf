// SPDX-License-Identifier: Apache-2.0
"use strict";
// The only place that talks to James. Paths are relative to the page, so that it may stand behind a proxy's prefix.

/** James said no; the message is for the operator. */
class Refusal extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

/** James said nothing: within so many milliseconds, or, without them, there is no way to it. */
class Unreachable extends Error {
    constructor(patience) {
        super(patience === undefined
            ? "This server cannot be reached."
            : `This server did not answer within ${patience / 1000} s.`);
        this.state = patience === undefined ? "cannot be reached" : "does not answer";
    }
}

const server = (() => {
    const PATIENCE = 15_000;
    // Twice the most that lookup/budget may be: an answer may take it twice.
    const PATIENCE_WITH_PEERS = 600_000;
    // Nowhere else: not in storage, not in a cookie, not in the address.
    let token = "";
    let aheadOfUs = 0;

    /** What was answered last, and its ETag: what has not changed since is not sent again. */
    const known = new Map();

    async function send(method, path, { body, patience = PATIENCE, tag } = {}) {
        const headers = { Accept: "application/json" };
        if (tag) {
            headers["If-None-Match"] = tag;
        }
        if (token) {
            headers.Authorization = `Bearer ${token}`;
        }
        if (body !== undefined) {
            headers["Content-Type"] = "application/json";
        }
        const options = { method, headers, cache: "no-store", signal: AbortSignal.timeout(patience) };
        let answer;
        let text;
        try {
            answer = await fetch(path, body === undefined ? options : { ...options, body: JSON.stringify(body) });
            text = await answer.text();
        } catch (problem) {
            throw new Unreachable(problem.name === "TimeoutError" ? patience : undefined);
        }
        readClock(answer);
        if (answer.status === 304) {
            return { unchanged: true };
        }
        if (!answer.ok) {
            throw new Refusal(answer.status, mistake(answer, text));
        }
        return { tag: answer.headers.get("ETag"), value: text === "" ? undefined : JSON.parse(text) };
    }

    const valueOf = async sent => (await sent).value;

    /** As get; says whether it has changed since it was asked for the last time. */
    async function getIfChanged(path) {
        const answer = await send("GET", path, { tag: known.get(path)?.tag });
        if (!answer.unchanged) {
            known.set(path, answer);
        }
        return { value: known.get(path).value, changed: !answer.unchanged };
    }

    function readClock(answer) {
        const theirs = Date.parse(answer.headers.get("Date") ?? "");
        if (!Number.isNaN(theirs) && Math.abs(theirs - Date.now() - aheadOfUs) > 2000) {
            aheadOfUs = theirs - Date.now();
        }
    }

    /** The message of James's error body. */
    function mistake(answer, text) {
        try {
            const { message, details } = JSON.parse(text);
            return details ? `${message} (${details})` : message;
        } catch {
            return text || `${answer.status} ${answer.statusText}`;
        }
    }

    return {
        get: path => valueOf(send("GET", path)),
        post: path => valueOf(send("POST", path)),
        getIfChanged,
        /** The same where James asks its peers before it answers. */
        getFromPeers: path => valueOf(send("GET", path, { patience: PATIENCE_WITH_PEERS })),
        postToPeers: (path, body) => valueOf(send("POST", path, { body, patience: PATIENCE_WITH_PEERS })),
        put: (path, body) => valueOf(send("PUT", path, { body })),
        delete: path => valueOf(send("DELETE", path)),
        /** Its clock, as milliseconds: ages must not depend on this computer's. */
        now: () => Date.now() + aheadOfUs,
        /** From now on; false: it cannot be one. */
        useToken(text) {
            const candidate = text.trim().replace(/^Bearer\s+/i, "");
            const possible = /^[\x21-\x7e]+$/.test(candidate);
            if (possible) {
                token = candidate;
            }
            return possible;
        },
        hasToken: () => token !== "",
    };
})();
