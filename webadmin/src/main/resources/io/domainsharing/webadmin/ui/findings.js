// SPDX-License-Identifier: Apache-2.0
"use strict";
// What is wrong with this server: the first thing on the page, and nothing where all is well.

const findings = (() => {
    /** The list itself is asked for only while there is something in it. */
    async function watch({ errors, warnings }) {
        show(errors + warnings === 0 ? [] : await server.get("findings"));
    }

    function show(list) {
        const errors = list.filter(finding => finding.severity === "error").length;
        byId("findings-section").hidden = list.length === 0;
        say(byId("findings-summary"), joined(
            errors > 0 ? count(errors, "error", "errors") : "",
            list.length > errors ? count(list.length - errors, "warning", "warnings") : ""));
        fill(
            byId("findings"),
            list,
            finding => `${finding.rule} ${finding.message}`,
            () => make("li", "", make("strong", ""), make("span", ""), make("p", ""), make("span", "quiet")),
            (item, finding) => {
                item.className = finding.severity;
                say(item.children[0], finding.severity);
                say(item.children[1], ` ${finding.message}`);
                say(item.children[2], finding.remedy);
                const since = withTime(finding.rule, finding.since);
                if (!item.children[3].firstChild?.isEqualNode(since)) {
                    item.children[3].replaceChildren(since);
                }
            });
    }

    return { watch };
})();
