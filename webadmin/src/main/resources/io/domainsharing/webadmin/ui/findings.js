// SPDX-License-Identifier: Apache-2.0
"use strict";
// What is wrong with this server, with the remedy; nothing where all is well.

const findings = (() => {
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
                put(item.children[3], make("span", "", `${finding.rule}, `, moment(finding.since)));
            });
    }

    return { show };
})();
