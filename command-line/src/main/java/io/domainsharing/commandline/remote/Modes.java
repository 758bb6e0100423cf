// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;

/** What a peer's word counts for, for people: in the words of the status page. */
final class Modes {
    private Modes() {}

    /** @param mode as WebAdmin has it; one that is new is shown as it is */
    static Word of(String mode) {
        return switch (mode) {
            case "share" -> Word.of("shares");
            case "observe" -> new Word("is only observed", Style.DOUBTFUL);
            case "drain" -> new Word("drains", Style.DOUBTFUL);
            default -> Word.of(mode);
        };
    }
}
