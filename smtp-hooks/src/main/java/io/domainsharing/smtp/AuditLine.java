// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.network.Escaped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** One line about a command: whole, or short enough to be written for each command that a stranger sends. Immutable. */
final class AuditLine {
    /** Of a short one. */
    static final int LONGEST = 160;

    /** Of one part; several servers' reasons. */
    private static final int LONGEST_PART = 2_000;

    private final List<Part> parts;

    private AuditLine(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * @param text is escaped
     * @param brief so much of it stays in a line that has to be made short
     */
    private record Part(String before, String text, String after, int brief) {
        Part {
            text = Escaped.of(text, LONGEST_PART);
        }

        String cutTo(int longest) {
            return before + (text.length() > longest ? text.substring(0, longest) + "..." : text) + after;
        }
    }

    static AuditLine of(String what, String session) {
        return new AuditLine(List.of()).with(what + ": session ", session, "", 16);
    }

    AuditLine sender(String address) {
        return with(" sender <", address, ">", 16);
    }

    AuditLine recipient(String address) {
        return with(" rcpt <", address, ">", 40);
    }

    /** What a command says that is no address. */
    AuditLine argument(String text) {
        return with(" ", text, "", 60);
    }

    AuditLine way(String text) {
        return with("", text, "", LONGEST);
    }

    AuditLine reason(String text) {
        return with(": ", text, "", LONGEST);
    }

    private AuditLine with(String before, String text, String after, int brief) {
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(before, text, after, brief));
        return new AuditLine(List.copyOf(more));
    }

    /** Every part of it, unless that is a page in itself. */
    String whole() {
        return text(part -> LONGEST_PART);
    }

    /** At most {@link #LONGEST} characters and three dots; addresses give way first. */
    String brief() {
        String whole = whole();
        return whole.length() <= LONGEST ? whole : Escaped.of(text(Part::brief), LONGEST);
    }

    private String text(ToIntFunction<Part> longest) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.cutTo(longest.applyAsInt(part))));
        return text.toString();
    }
}
