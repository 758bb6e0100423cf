// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import io.domainsharing.commandline.terminal.Style;
import java.util.Locale;

/** How much a finding matters. */
enum Severity {
    /** James does not start, or does something else than what the operator means. */
    ERROR(Style.BAD),
    /** It works, and maybe not as meant, or not safely. */
    WARNING(Style.DOUBTFUL),
    /** Nothing was found out, and why. */
    SKIPPED(Style.FAINT),
    OK(Style.GOOD);

    private final Style style;

    Severity(Style style) {
        this.style = style;
    }

    Style style() {
        return style;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
