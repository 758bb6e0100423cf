// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.torture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One datagram for a server, and what a right one makes of it. Immutable.
 *
 * @param name what is tried, in a few words
 * @param rule whose rule it is
 * @param datagram an octet for each character
 * @param echo what the answer has to begin with, octet for octet
 * @param digits those of which the answer may have one; empty: there must be no answer
 */
record Probe(String name, Rule rule, String datagram, String echo, String digits) {
    /** RFC 768: more does not fit. */
    static final int LARGEST = 65_507;

    /** Who says what is right. */
    enum Rule {
        /** draft-hathcock-minger-06: a server that does otherwise is no Minger server. */
        DRAFT,
        /** The draft says nothing, and docs/minger-torture.md does: a server that does otherwise may have its reasons. */
        ADVICE
    }

    boolean isToBeAnswered() {
        return !digits.isEmpty();
    }

    byte[] octets() {
        return datagram.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What is expected, in words. */
    String expectation() {
        return isToBeAnswered()
                ? digits.chars().mapToObj(Character::toString).collect(Collectors.joining(" or "))
                : "no answer";
    }

    /** What is wrong with this reply; null: nothing. */
    @Nullable
    String fault(byte @Nullable [] reply) {
        if (reply == null) {
            return isToBeAnswered() ? "no answer" : null;
        }
        if (!isToBeAnswered()) {
            return "an answer of " + reply.length + " octets";
        }
        byte[] wanted = echo.getBytes(StandardCharsets.ISO_8859_1);
        if (reply.length <= wanted.length || !Arrays.equals(Arrays.copyOf(reply, wanted.length), wanted)) {
            return "the mailbox is not echoed as it was sent";
        }
        int digit = reply[wanted.length] == ' ' ? wanted.length + 1 : wanted.length;
        if (reply.length == digit || digits.indexOf(reply[digit]) < 0) {
            return reply.length == digit ? "there is no digit" : "it says " + shown(reply[digit]);
        }
        return reply.length > octets().length + 2
                ? "the answer is " + (reply.length - octets().length)
                        + " octets longer than the query: two at most, or it amplifies"
                : null;
    }

    private static String shown(byte octet) {
        return octet > ' ' && octet < 0x7f ? String.valueOf((char) octet) : "octet " + (octet & 0xff);
    }
}
