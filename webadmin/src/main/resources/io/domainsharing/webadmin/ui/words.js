// SPDX-License-Identifier: Apache-2.0
"use strict";
// How values are put into words: the only place that does so.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const number = value => value.toLocaleString("en-GB");

const count = (value, one, many) => `${number(value)} ${value === 1 ? one : many}`;

/** 200 -> "3 minutes". */
function duration(seconds) {
    if (seconds < 90) {
        return count(Math.max(0, Math.round(seconds)), "second", "seconds");
    }
    if (seconds < 2 * HOUR) {
        return count(Math.floor(seconds / MINUTE), "minute", "minutes");
    }
    return seconds < 2 * DAY ? count(Math.floor(seconds / HOUR), "hour", "hours") : count(Math.floor(seconds / DAY), "day", "days");
}

/** Seconds from that moment to the server's now. */
const secondsSince = iso => (server.now() - new Date(iso)) / 1000;

/** "for 3 minutes"; empty where there is no such moment. */
const lasting = iso => (iso ? `for ${duration(secondsSince(iso))}` : "");

/** The time of day; with the date where it is not today's, with the year where it is not this one. */
function clock(date) {
    const today = new Date();
    if (date.toDateString() === today.toDateString()) {
        return date.toLocaleTimeString("en-GB");
    }
    const year = date.getFullYear() === today.getFullYear() ? undefined : "numeric";
    return date.toLocaleString("en-GB", { day: "numeric", month: "short", year, hour: "2-digit", minute: "2-digit" });
}

/** A moment: how far it is from the server's now, and its time. Undefined where there is none. */
function moment(iso) {
    if (!iso) {
        return undefined;
    }
    const date = new Date(iso);
    const seconds = secondsSince(iso);
    const element = make(
        "time", "", `${seconds < 0 ? `in ${duration(-seconds)}` : `${duration(seconds)} ago`}, ${clock(date)}`);
    element.dateTime = iso;
    return element;
}

/** What is known of a peer's signatures: "since 3 hours ago, 12:00:00". */
function proofInWords(peer) {
    if (peer.proof === "never") {
        return "not wanted";
    }
    if (peer.signsSince) {
        return withTime("all", peer.signsSince);
    }
    const wanted = peer.proof === "required" ? "required" : "wanted";
    return peer.proofState === "plain" ? `${wanted}, it does not sign` : wanted;
}

const COVERAGES = {
    guarded: "what is not in it is not there",
    listed: "what is not in it is asked about",
    not_listed: "cannot be listed",
};

/** What is known of a peer's addresses beforehand. */
function digestInWords(digest) {
    return joined(
        count(digest.entries, "address", "addresses"),
        digest.live ? "as of now" : `as it was ${duration(digest.ageSeconds)} ago`,
        ...digest.domains.map(each => `${each.domain}: ${wordFor(COVERAGES, each.coverage)}`));
}

/** What the hosts of a peer or a gateway have announced, each with its name where there are several. */
const capabilityFacts = ({ smtp, capabilities = [] }) => capabilities.map(heard =>
    ["Announces", withTime(capabilityInWords(heard, smtp.length > 1), heard.heard)]);

function capabilityInWords(heard, isOneOfMany) {
    return joined(
        isOneOfMany && heard.host,
        heard.largestOctets === undefined ? "no limit for a message" : `messages up to ${octets(heard.largestOctets)}`,
        heard.extensions.filter(keyword => keyword !== "SIZE").join(" "));
}

/** When mail is tried next; what is over is about to be. */
const nextTry = iso => (iso && secondsSince(iso) < 0 ? moment(iso) : "now");

/** 0.83 -> "0.83 ms"; 12.3 -> "12 ms"; the two stay on one line. */
function millis(value) {
    return value === undefined ? "" : `${value < 10 ? Math.round(value * 100) / 100 : Math.round(value)}\u00a0ms`;
}

/** 2048 -> "2.0 KB". */
function octets(value) {
    if (value === undefined) {
        return "";
    }
    return value < 1000 ? `${value}\u00a0B` : value < 1e6 ? `${(value / 1e3).toFixed(1)}\u00a0KB` : `${(value / 1e6).toFixed(1)}\u00a0MB`;
}

/** Whether a peer, a gateway's host or a secondary answers. */
const STATES = { up: "answers", refuses: "refuses us", down: "does not answer", unknown: "not asked yet" };

const STATES_OF_MANY = { ...STATES, up: "answer", refuses: "refuse us", down: "do not answer" };

/** The same with how long it has been so, where that is trouble. */
function stateInWords({ state: now, since }) {
    if (now === "down" && since) {
        return `no answer ${lasting(since)}`;
    }
    return now === "refuses" && since ? `refuses us, ${lasting(since)}` : wordFor(STATES, now);
}

/** What a peer's word counts for: peer tokyo … */
const MODES = { share: "shares", observe: "is only observed", drain: "drains" };

/** How a peer or a gateway's host is asked. */
const LOOKUPS = { minger: "Minger", vrfy: "SMTP VRFY", rcpt: "SMTP RCPT", file: "a file", none: "nothing" };

/** What a peer says of an address. */
const ANSWERS = {
    accepts: "has it",
    accepts_all: "says yes to every address",
    not_now: "has it, but takes no mail for it now",
    unknown: "does not have it",
    timeout: "no answer in time",
    unreachable: "cannot be reached",
    unresolvable: "its name does not resolve",
    refused: "answered, but not the question",
    unanswered: "says nothing of this address, though it answers others",
    known_down: "not asked: known to be down",
    overloaded: "not asked: too many questions at once",
    unaskable: "not asked: the address cannot be put into a question",
    closed: "not asked: it goes away",
};

/** What we told a peer that asked us. */
const TOLD = {
    exists: "we have it",
    exists_but_cannot_receive: "we have it, and take no mail for it now",
    does_not_exist: "we do not have it",
    bad_credentials: "its secret is wrong",
    access_denied: "it may not ask",
    invalid_request: "its question is no question",
};

/** A word of the contract in English; a word that is new is shown as it is. */
const wordFor = (words, word) => (Object.hasOwn(words, word) ? words[word] : String(word).replaceAll("_", " "));

const answerInWords = answer => wordFor(ANSWERS, answer);

const joined = (...parts) => parts.filter(part => part).join(" · ");

/** [a, b, c] -> "a, b and c"; of many, the first three. */
function listed(names) {
    const shownNames = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
    return shownNames.length < 2 ? shownNames.join("") : `${shownNames.slice(0, -1).join(", ")} and ${shownNames.at(-1)}`;
}

/** How much waits; James's queue may be unable to tell. */
function waitingInWords(waiting) {
    if (waiting === undefined) {
        return "not known: James's queue cannot tell";
    }
    return waiting === 0 ? "none" : count(waiting, "message", "messages");
}

/** What came of a test. */
const testInWords = tested => joined(
    tested.answer === "refused" ? "refuses us" : tested.alive ? "answers" : "does not answer",
    answerInWords(tested.answer), tested.detail, millis(tested.millis));
