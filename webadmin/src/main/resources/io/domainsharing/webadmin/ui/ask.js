// SPDX-License-Identifier: Apache-2.0
"use strict";
// A question before something that cannot be undone.

/**
 * Asks; null: no. Otherwise the value of the choice that was made, or true where there is none.
 *
 * @param question {heading, text, yes, legend, choices: [[value, label]]}; the first choice is the one that is made
 */
function ask(question) {
    const dialog = byId("ask-dialog");
    const fieldset = byId("ask-choices");
    const choices = question.choices ?? [];
    say(byId("ask-heading"), question.heading);
    say(byId("ask-text"), question.text);
    say(byId("ask-yes"), question.yes);
    say(byId("ask-legend"), question.legend ?? "");
    fieldset.hidden = choices.length === 0;
    fieldset.querySelectorAll("label").forEach(label => label.remove());
    choices.forEach(([value, text], index) => {
        const radio = make("input", "");
        Object.assign(radio, { type: "radio", name: "choice", value, checked: index === 0 });
        fieldset.append(make("label", "check", radio, ` ${text}`));
    });
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise(resolve => {
        dialog.addEventListener("close", () => resolve(dialog.returnValue || null), { once: true });
    }).then(value => (value === "yes" ? true : value));
}

byId("ask-no").addEventListener("click", () => byId("ask-dialog").close(""));
byId("ask-form").addEventListener("submit", event => {
    event.preventDefault();
    const chosen = byId("ask-choices").querySelector("input:checked");
    byId("ask-dialog").close(chosen === null ? "yes" : chosen.value);
});
