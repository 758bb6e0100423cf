// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
    /** James does not start, or does something else than what the operator means. */
    ERROR,
    /** It works, and maybe not as meant, or not safely. */
    WARNING,
    /** Nothing was found out, and why. */
    SKIPPED,
    OK;

    /** Whether there is something to mend. */
    public boolean isMistake() {
        return this == ERROR || this == WARNING;
    }

    /** As WebAdmin and the command write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
