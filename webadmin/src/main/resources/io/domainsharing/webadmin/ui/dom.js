// SPDX-License-Identifier: Apache-2.0
"use strict";
// What the page is made of. Everything that a server or a peer says becomes a text node here, never markup.

/** An element of page.html. */
const byId = id => document.getElementById(id);

/**
 * A text as it can be shown: what cannot be seen (control and format characters, those that turn the direction of writing) as its
 * code.
 */
function shown(text) {
    return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, c => (c === "\n" ? c : `\\u{${c.codePointAt(0).toString(16)}}`));
}

/** A new element; its children are elements or texts. */
function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) {
        element.className = className;
    }
    element.append(...children
        .filter(child => child !== undefined && child !== null)
        .map(child => (child instanceof Node ? child : shown(String(child)))));
    return element;
}

/** Changes a text, and nothing (a selection, what a screen reader has read) where it is the same. */
function say(element, text) {
    const now = shown(String(text));
    if (element.textContent !== now) {
        element.textContent = now;
    }
}

/** As say, and the element is there only while there is something to say. */
function sayOrHide(element, text) {
    say(element, text);
    element.hidden = text === "";
}

/** Makes that the only child, unless the same is there. */
function put(element, child) {
    if (element.childNodes.length !== 1 || !element.firstChild.isEqualNode(child)) {
        element.replaceChildren(child);
    }
}

/** A text and, below it, a moment. */
const withTime = (text, iso) => make("span", "", text, " ", iso && make("span", "at", moment(iso)));

/** A button of a list that changes; what it does is found by its name when it is pressed. */
function button(label, action, accessibleName) {
    const element = make("button", "", label);
    element.type = "button";
    element.setAttribute("aria-label", accessibleName);
    element.addEventListener("click", action);
    return element;
}

/**
 * Makes the children of a list those of the items, in their order. A child stays the same element as long as its item's key
 * is there, so that the focus stays where it is.
 */
function fill(list, items, keyOf, create, update) {
    const before = new Map([...list.children].map(child => [child.dataset.key, child]));
    items.forEach((item, index) => {
        const key = keyOf(item);
        let child = before.get(key);
        if (child === undefined) {
            child = create(item);
            child.dataset.key = key;
        }
        before.delete(key);
        if (list.children[index] !== child) {
            list.insertBefore(child, list.children[index] ?? null);
        }
        update(child, item);
    });
    before.forEach(child => child.remove());
}

/** Fills a dl with [term, value] pairs, a value being a text or an element; pairs without a value are left out. */
function fillFacts(list, facts) {
    const known = facts.filter(([, value]) => value !== undefined && value !== null && value !== "");
    fill(
        list,
        known,
        ([term]) => term,
        ([term]) => make("div", "", make("dt", "", term), make("dd", "")),
        (row, [, value]) => {
            const node = value instanceof Node ? value : document.createTextNode(String(value));
            put(row.lastChild, node);
        });
}

/** Runs what a button starts: one at a time, and what goes wrong stands in the element for mistakes. */
async function run(pressed, mistake, action) {
    if (pressed.getAttribute("aria-disabled") === "true") {
        return;
    }
    // Not disabled: that would take the focus away.
    pressed.setAttribute("aria-disabled", "true");
    say(mistake, "");
    try {
        await action();
    } catch (problem) {
        say(mistake, problem.message);
    } finally {
        pressed.removeAttribute("aria-disabled");
    }
}

/** Reads a line to those who do not see the page. */
const announce = text => say(byId("news"), text);
