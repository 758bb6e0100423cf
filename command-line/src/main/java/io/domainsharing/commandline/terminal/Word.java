// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.terminal;

import io.domainsharing.network.Escaped;

/**
 * A piece of output, never a line's end.
 *
 * @param text escaped when the word is made, wherever it came from
 */
public record Word(String text, Style style) {
    public Word {
        text = Escaped.forTerminal(text);
    }

    public static Word of(Object text) {
        return new Word(String.valueOf(text), Style.PLAIN);
    }

    int width() {
        return text.codePointCount(0, text.length());
    }

    String toString(boolean colour) {
        return colour ? style.of(text) : text;
    }
}
