// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.findings.live.FindingsBoard.Standing;

/**
 * Something that is wrong with this server, as JSON.
 *
 * @param rule the name of what was looked at, as in docs/troubleshooting.md
 * @param severity error or warning
 * @param message where, and what
 * @param remedy what to do
 * @param since when it was found, ISO 8601
 */
record FindingView(String rule, String severity, String message, String remedy, String since) {
    static FindingView of(Standing standing) {
        return new FindingView(
                standing.finding().rule().toString(),
                standing.finding().severity().toString(),
                standing.finding().message(),
                standing.finding().remedy(),
                standing.since().toString());
    }
}
