// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The lines in a message that tell how often this server has handed it over to a gateway: {@code node=paris;
 * gateway=customer.example; of=mfd; sig=...}. A gateway's host is no peer, and may send mail back by any way; so lines count
 * whoever brought the message, and those alone that this server has signed for it. Stateless.
 */
public final class GatewayTrace {
    /** The header field that has a line for each hand-over. */
    public static final String HEADER = "X-Domain-Sharing-Gateway";
    /** Once it may come back for another address of the domain: somebody there may forward his mail by way of the world. */
    private static final int MOST = 2;

    private GatewayTrace() {}

    /**
     * Why the message may not be handed over once more, or empty when it may.
     *
     * @param values of the fields named {@link #HEADER}
     */
    public static Optional<String> refusal(
            Collection<String> values, MessageIdentity identity, TraceKey key, NodeName here, Gateway gateway) {
        long times = values.stream()
                .filter(value -> isOurs(value, identity, key, gateway))
                .limit(MOST)
                .count();
        String round = here + " -> " + gateway.name() + " -> ";
        return times < MOST
                ? Optional.empty()
                : Optional.of("Routing loop: " + String.join("", Collections.nCopies(MOST, round)) + here);
    }

    /** The line that tells of a hand-over, a whole header field without the CRLF at its end. */
    public static String line(MessageIdentity identity, TraceKey key, NodeName here, Gateway gateway) {
        String parts = identity.parts();
        String text = text(here.value(), gateway.domain().asString(), parts);
        String message = identity.text(parts).orElseThrow();
        return LineText.field(HEADER, text + "; sig=" + key.signature(message, text));
    }

    private static boolean isOurs(String value, MessageIdentity identity, TraceKey key, Gateway gateway) {
        Map<String, String> fields = LineText.parse(value);
        String domain = fields.getOrDefault("gateway", "");
        String parts = fields.getOrDefault("of", "");
        Optional<String> message = identity.text(parts);
        return domain.equals(gateway.domain().asString())
                && message.isPresent()
                && key.isSignature(
                        fields.getOrDefault("sig", ""),
                        message.get(),
                        text(fields.getOrDefault("node", ""), domain, parts));
    }

    private static String text(String node, String gateway, String parts) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("node", node);
        fields.put("gateway", gateway);
        fields.put("of", parts);
        return LineText.of(fields);
    }
}
