// SPDX-License-Identifier: Apache-2.0
"use strict";
// How values are put into words.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 90 -> "1 min". */
function duration(seconds) {
    if (seconds < 2 * MINUTE) {
        return `${Math.max(0, Math.round(seconds))} s`;
    }
    if (seconds < 2 * HOUR) {
        return `${Math.floor(seconds / MINUTE)} min`;
    }
    return seconds < 2 * DAY ? `${Math.floor(seconds / HOUR)} h` : `${Math.floor(seconds / DAY)} days`;
}

/** The time of day; with the date where it is not today's, with the year where it is not this one. */
function clock(date) {
    const today = new Date();
    if (date.toDateString() === today.toDateString()) {
        return date.toLocaleTimeString("en-GB");
    }
    const year = date.getFullYear() === today.getFullYear() ? undefined : "numeric";
    return date.toLocaleString("en-GB", { day: "numeric", month: "short", year, hour: "2-digit", minute: "2-digit" });
}

/** A moment: its time, and how far it is from the server's now. Undefined where there is none. */
function moment(iso) {
    if (!iso) {
        return undefined;
    }
    const date = new Date(iso);
    const seconds = (server.now() - date) / 1000;
    const element = make(
        "time", "", `${clock(date)} (${seconds < 0 ? `in ${duration(-seconds)}` : `${duration(seconds)} ago`})`);
    element.dateTime = iso;
    return element;
}

/** 0.83 -> "0.83 ms"; 12.3 -> "12 ms"; the two stay on one line. */
function millis(value) {
    return value === undefined ? "" : `${value < 10 ? Math.round(value * 100) / 100 : Math.round(value)}\u00a0ms`;
}

const number = value => value.toLocaleString("en-GB");

const count = (value, one, many) => `${number(value)} ${value === 1 ? one : many}`;

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

/** A word of the contract in English; a word that is new is shown as it is. */
const wordFor = (words, word) => (Object.hasOwn(words, word) ? words[word] : String(word).replaceAll("_", " "));

const answerInWords = answer => wordFor(ANSWERS, answer);

const joined = (...parts) => parts.filter(part => part).join(" · ");
