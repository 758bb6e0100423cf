// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.terminal;

/** How a word looks on a terminal. Words say the same without it. */
public enum Style {
    PLAIN(""),
    /** Headings and what was asked for. */
    STRONG("1"),
    /** What only explains. */
    FAINT("2"),
    GOOD("32"),
    DOUBTFUL("33"),
    BAD("31");

    private static final String ESCAPE = "\u001b[";
    /** The cursor goes home, and everything behind it is erased (ECMA-48, CUP and ED). */
    static final String CLEAR = ESCAPE + "H" + ESCAPE + "J";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String of(String text) {
        return this == PLAIN || text.isEmpty() ? text : ESCAPE + code + 'm' + text + ESCAPE + "0m";
    }
}
