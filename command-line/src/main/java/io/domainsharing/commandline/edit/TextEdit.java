// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.edit;

/**
 * One change of a text.
 *
 * @param start where it begins, an offset in the text as it was
 * @param end behind what goes; the same as {@code start}: nothing goes
 * @param text what comes in its place
 * @param why in some words, without a full stop
 */
public record TextEdit(int start, int end, String text, String why) {
    public TextEdit {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("a change from " + start + " to " + end);
        }
    }
}
