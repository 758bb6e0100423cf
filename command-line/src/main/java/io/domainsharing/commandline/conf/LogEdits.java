// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import io.domainsharing.commandline.edit.TextEdit;
import io.domainsharing.commandline.edit.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code logback.xml}: stock James writes only warnings of what it does not know, and control characters as they come. */
final class LogEdits {
    private static final String OURS = "io.domainsharing";
    private static final List<String> LOUD = List.of(
            "org.apache.james.protocols.smtp.core.log.HookResultLogger",
            "org.apache.james.protocols.smtp.core.RcptCmdHandler",
            "org.apache.james.protocols.smtp.core.MailCmdHandler",
            "org.apache.james.protocols.smtp.core.fastfail.AbstractValidRcptHandler");

    /** What stock James ends each line with; below the same with a question mark for what moves a cursor or turns the writing. */
    private static final String PLAIN = "%msg%n%rEx";

    private static final String CONTROLS =
            "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]";
    private static final String HARMLESS = "%replace(%msg){'" + CONTROLS + "', '?'}%n%replace(%rEx){'" + CONTROLS
            + "|\\n(?!\\t|Wrapped by: |Caused by: |\\z)', '?'}%nopex";

    private LogEdits() {}

    static void propose(FileEdits file, XmlElement root) {
        for (XmlElement pattern : Stream.concat(
                        root.all("appender", "encoder", "pattern").stream(),
                        root.all("appender", "encoder", "layout", "pattern").stream())
                .toList()) {
            if (pattern.text().endsWith(PLAIN)) {
                int at = file.source().text().lastIndexOf(PLAIN, pattern.contentEnd());
                file.before(
                        pattern,
                        List.of(FileEdits.comment(
                                "a question mark for each character that would move the cursor of a terminal, as"
                                        + " strangers write them.")),
                        "no control character reaches the log");
                file.add(new TextEdit(at, at + PLAIN.length(), HARMLESS, "no control character reaches the log"));
            }
        }
        loggers(file, root);
    }

    private static void loggers(FileEdits file, XmlElement root) {
        List<String> there = root.children("logger").stream()
                .map(logger -> logger.attributeText("name"))
                .toList();
        List<String> lines = new ArrayList<>();
        if (!there.contains(OURS)) {
            lines.add(
                    "<!-- Domain Sharing: one line for each recipient refused, deferred, handed over, kept or returned goes by the");
            lines.add(
                    "     name io.domainsharing.audit: give that logger an appender of its own, with additivity=\"false\", for a file");
            lines.add(
                    "     of its own. Of refusals each client gets 60 lines a minute, and one that counts the rest; at TRACE all. -->");
            lines.add("<logger name=\"" + OURS + "\" level=\"INFO\"/>");
        }
        List<String> quieter = LOUD.stream()
                .filter(name -> !there.contains(name))
                .map(name -> "<logger name=\"" + name + "\" level=\"WARN\"/>")
                .toList();
        if (!quieter.isEmpty()) {
            lines.add(
                    "<!-- Domain Sharing: the audit says it in one line, and not for ever: what James's own handlers of RCPT and MAIL");
            lines.add(
                    "     say of each refusal is a second line, without a bound, and a stack trace for an address that is none. -->");
            lines.addAll(quieter);
        }
        if (lines.isEmpty()) {
            return;
        }
        if (root.isOneTag()) {
            file.byHand("is one tag. Write into it", lines);
        } else {
            file.atEnd(root, lines, "the log of Domain Sharing, and its audit");
        }
    }
}
