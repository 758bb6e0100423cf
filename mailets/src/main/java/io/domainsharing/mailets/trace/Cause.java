// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.trace;

import io.domainsharing.network.Escaped;
import org.jspecify.annotations.Nullable;

/**
 * Why mail is returned.
 *
 * @param text on one line, starting with an SMTP code or a status of RFC 3463: DSNBounce makes it the status
 * @param code an SMTP code, also where no server said one
 */
public record Cause(String text, int code, Why why) {
    /** Of a text that goes into a delivery status notification, in characters. */
    private static final int LONGEST = 500;

    public Cause {
        text = Escaped.oneLine(text, LONGEST);
    }

    /** RFC 3463: 4.4.7, delivery time expired. */
    public static Cause expired(String text) {
        return new Cause("4.4.7 Delivery time expired" + text, 451, Why.EXPIRED);
    }

    /** RFC 3463: 5.4.6, routing loop detected. */
    public static Cause loop(String text) {
        return new Cause("5.4.6 " + text, 554, Why.LOOP);
    }

    /** A server said that trying again is useless. */
    public static Cause refused(String text, int code) {
        return new Cause(text, code, Why.REFUSED);
    }

    /**
     * RFC 3463: 5.0.0, other undefined status. An operator has it returned.
     *
     * @param node whose operator
     * @param last why it waited; null: not known
     */
    public static Cause ordered(String node, @Nullable String last) {
        return new Cause(
                "5.0.0 The administrator of " + node + " has returned this message instead of trying it again"
                        + (last == null ? "" : "; last: " + last),
                554,
                Why.ORDERED);
    }

    /** The kinds of causes, each of which is counted. */
    public enum Why {
        REFUSED,
        EXPIRED,
        LOOP,
        ORDERED
    }
}
