// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import com.google.common.base.CharMatcher;
import org.apache.james.core.MailAddress;

/**
 * Text from outside for a reply or a log line. James takes any octet in a quoted local part, CR included; a reply may hold
 * none but these (RFC 5321 section 4.2), and a reader of the log takes a line end for one of ours.
 */
final class Printable {
    private static final CharMatcher OTHERS = CharMatcher.inRange(' ', '~').negate();

    private Printable() {}

    static String of(MailAddress address) {
        return of(address.asString());
    }

    static String of(String text) {
        return OTHERS.replaceFrom(text, '?');
    }
}
