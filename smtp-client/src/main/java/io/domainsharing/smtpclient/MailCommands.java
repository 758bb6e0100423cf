// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.Envelope.Recipient;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one transaction, with the parameters that the server has announced: SIZE (RFC 1870), BODY (RFC 6152),
 * SMTPUTF8 (RFC 6531), and those of RFC 3461.
 *
 * @param utf8 whether an address of this transaction needs SMTPUTF8
 */
record MailCommands(Envelope envelope, Extensions extensions, Content.Facts facts, boolean utf8) {
    /** RFC 5321 section 4.1.2: esmtp-value. */
    private static final Pattern VALUE = Pattern.compile("[!-<>-~]+");

    /** RFC 3461 sections 4.2 and 4.4. */
    private static final int LONGEST_ORCPT = 500;

    private static final int LONGEST_ENVID = 100;
    private static final Pattern XTEXT = Pattern.compile("(?:[!-*,-<>-~]|\\+[0-9A-F]{2})*+");

    CommandLine mail() {
        StringBuilder line = new StringBuilder("MAIL FROM:<")
                .append(WirePath.of(envelope.sender()).text())
                .append('>');
        if (extensions.has("SIZE")) {
            line.append(" SIZE=").append(facts.octets());
        }
        if (facts.eightBit() && extensions.has("8BITMIME")) {
            line.append(" BODY=8BITMIME");
        }
        if (utf8) {
            line.append(" SMTPUTF8");
        }
        if (extensions.has("DSN")) {
            append(line, "RET", envelope.ret(), 4);
            append(line, "ENVID", envelope.envid(), LONGEST_ENVID);
        }
        return new CommandLine(line.toString(), utf8);
    }

    CommandLine rcpt(Recipient recipient) {
        StringBuilder line = new StringBuilder("RCPT TO:<")
                .append(WirePath.of(recipient.address()).text())
                .append('>');
        if (extensions.has("DSN")) {
            append(line, "NOTIFY", recipient.notifyWhen(), 40);
            String original = recipient.orcpt();
            if (original != null && original.chars().allMatch(c -> c > 0x1f && c < 0x7f)) {
                append(line, "ORCPT", "rfc822;" + xtext(original), LONGEST_ORCPT);
            }
        }
        return new CommandLine(line.toString(), utf8);
    }

    // Too long, or no value at all: the mail goes without it.
    private static void append(StringBuilder line, String name, @Nullable String value, int longest) {
        if (value != null
                && !value.isEmpty()
                && value.length() <= longest
                && VALUE.matcher(value).matches()) {
            line.append(' ').append(name).append('=').append(value);
        }
    }

    /** As it is where it is xtext already: that is how James keeps what came in. */
    private static String xtext(String text) {
        if (XTEXT.matcher(text).matches()) {
            return text;
        }
        StringBuilder encoded = new StringBuilder();
        text.chars()
                .forEach(c -> encoded.append(
                        c > ' ' && c != '+' && c != '='
                                ? String.valueOf((char) c)
                                : String.format(Locale.ROOT, "+%02X", c)));
        return encoded.toString();
    }
}
