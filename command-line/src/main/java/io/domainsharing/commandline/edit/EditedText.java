// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.edit;

import java.util.List;

/**
 * A text before and after some changes.
 *
 * @param hunks the changes in order; empty: there are none
 */
public record EditedText(SourceText before, SourceText after, List<Hunk> hunks) {
    public EditedText {
        hunks = List.copyOf(hunks);
    }

    public boolean isChanged() {
        return !hunks.isEmpty();
    }

    public String name() {
        return before.name();
    }
}
