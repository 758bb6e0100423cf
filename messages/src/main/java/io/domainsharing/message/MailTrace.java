// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.trace.Bringer;
import io.domainsharing.ownership.trace.GatewayTrace;
import io.domainsharing.ownership.trace.MessageIdentity;
import io.domainsharing.ownership.trace.TraceField;
import io.domainsharing.ownership.trace.TraceKey;
import io.domainsharing.ownership.trace.Way;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;

/** What the header of one mail tells of the hand-overs that it has behind it. Immutable; its header is read once. */
public final class MailTrace {
    private static final String[] FIELDS = Stream.concat(
                    MessageIdentity.fieldNames().stream(), Stream.of(Way.HEADER, GatewayTrace.HEADER))
            .toArray(String[]::new);

    private final MessageHead head;
    private final Bringer bringer;
    private final TraceKey key;
    private final MessageIdentity identity;

    private MailTrace(MessageHead head, Bringer bringer, TraceKey key) {
        this.head = head;
        this.bringer = bringer;
        this.key = key;
        this.identity = MessageIdentity.of(head::values);
    }

    /**
     * Reads the header.
     *
     * @throws MessagingException its octets cannot be had; never because of what they are
     */
    public static MailTrace of(Mail mail, TraceKey key) throws MessagingException {
        return new MailTrace(MessageHead.of(mail, FIELDS), bringerOf(mail), key);
    }

    /** The hand-overs between peers, as far as they are believed of who brought the mail. */
    public Way way() {
        List<TraceField> fields = head.fields(Way.HEADER).stream()
                .map(field -> new TraceField(field.value(), field.block()))
                .toList();
        return Way.of(fields, bringer, identity, key);
    }

    /** No hand-overs, whatever the header says. */
    public Way newWay() {
        return Way.begin(identity, key);
    }

    /** Whether a hand-over is told of that nobody can be believed of: a smart host may have brought the mail back. */
    public boolean isTracedByStrangers() {
        return bringer == Bringer.ANYBODY && !head.fields(Way.HEADER).isEmpty();
    }

    /** Why the mail may not be handed over to that gateway once more, or empty when it may. */
    public Optional<String> refusal(NodeName here, Gateway gateway) {
        return GatewayTrace.refusal(head.values(GatewayTrace.HEADER), identity, key, here, gateway);
    }

    /** The line that tells of a hand-over to a gateway, a whole header field without the CRLF at its end. */
    public String next(NodeName here, Gateway gateway) {
        return GatewayTrace.line(identity, key, here, gateway);
    }

    private static Bringer bringerOf(Mail mail) {
        if (ReceivedFromPeerAttribute.of(mail).isPresent()) {
            return Bringer.PEER;
        }
        return mail.getAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE.getName()).isPresent()
                ? Bringer.THIS_SERVER
                : Bringer.ANYBODY;
    }
}
