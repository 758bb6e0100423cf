// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.Envelope.Recipient;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one message at one address of a host.
 *
 * @param results for each recipient of the envelope
 * @param inClearBecause why the session was in clear although TLS was wanted, for people; null: it was not, or TLS was not wanted,
 *     or is not offered
 */
public record DeliveryOutcome(
        Map<Recipient, RecipientResult> results, Contact contact, @Nullable String inClearBecause) {
    /** What the attempt tells about the host itself. */
    public enum Contact {
        /** It has said something about the message, or why it takes none. */
        HEARD,
        /** No connection, or none that led to a reply. */
        SILENT,
        /** It takes no connection on that port. */
        REFUSED,
        /** Nothing that would tell: what failed may be the message's fault, or this server's. */
        NONE
    }

    public DeliveryOutcome {
        results = Map.copyOf(results);
    }

    /** What came of one of the envelope's recipients. */
    public RecipientResult of(Recipient recipient) {
        RecipientResult result = results.get(recipient);
        if (result == null) {
            throw new IllegalArgumentException("not a recipient of this envelope");
        }
        return result;
    }
}
