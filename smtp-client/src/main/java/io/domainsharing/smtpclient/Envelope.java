// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.network.Escaped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From whom and to whom.
 *
 * @param sender empty: the null sender; else an address of {@link AddressSyntax}, or an IllegalArgumentException
 * @param recipients at least one
 * @param ret RET of RFC 3461, {@code FULL} or {@code HDRS}; null: none
 * @param envid ENVID of RFC 3461, as xtext; null: none
 */
public record Envelope(String sender, List<Recipient> recipients, @Nullable String ret, @Nullable String envid) {
    public Envelope {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope needs a recipient");
        }
        if (!sender.isEmpty()) {
            requireValid(sender);
        }
    }

    /** Without parameters of RFC 3461. */
    public static Envelope of(String sender, List<String> recipients) {
        return new Envelope(
                sender,
                recipients.stream()
                        .map(address -> new Recipient(address, null, null))
                        .toList(),
                null,
                null);
    }

    /**
     * One recipient.
     *
     * @param address of {@link AddressSyntax}, or an IllegalArgumentException
     * @param notifyWhen NOTIFY of RFC 3461, {@code NEVER} or a list such as {@code SUCCESS,DELAY}; null: none
     * @param orcpt the original recipient of RFC 3461, without its type, as xtext or as it is; null: none
     */
    public record Recipient(String address, @Nullable String notifyWhen, @Nullable String orcpt) {
        public Recipient {
            requireValid(address);
        }
    }

    private static void requireValid(String address) {
        AddressSyntax syntax = AddressSyntax.of(address);
        if (!syntax.isValid()) {
            throw new IllegalArgumentException("not an address that an SMTP command can carry, as " + syntax.reason()
                    + ": '" + Escaped.of(address) + "'");
        }
    }
}
