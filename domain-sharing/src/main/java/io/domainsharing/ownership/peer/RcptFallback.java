// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpOutcome.Answered;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server that does not tell by VRFY is asked by RCPT (docs/adr/0015): where that is wanted, and never a server that
 * would ask this one in turn, which it announces by EHLO. Thread-safe.
 */
public final class RcptFallback {
    /** What servers with Domain Sharing announce to those whose RCPT they would ask their own peers about. */
    public static final String KEYWORD = "XDOMAINSHARING";

    private static final Logger LOGGER = LoggerFactory.getLogger(RcptFallback.class);

    private final Predicate<Destination> wanted;
    private final LogLimit circles;

    public RcptFallback(Predicate<Destination> wanted, LogLimit circles) {
        this.wanted = wanted;
        this.circles = circles;
    }

    boolean isCalledFor(Destination peer, SmtpOutcome toVrfy) {
        return toVrfy instanceof Answered answered && SmtpWords.isNotTold(answered.reply()) && wanted.test(peer);
    }

    /** What there is instead where it would go in a circle; a gateway's host asks nobody of those that this server asks. */
    Optional<NoAnswer> circle(Destination peer, SmtpOutcome toVrfy) {
        if (peer instanceof Gateway
                || !(toVrfy instanceof Answered answered)
                || !answered.keywords().contains(KEYWORD)) {
            return Optional.empty();
        }
        circles.run(leftOut -> LOGGER.warn(
                "Peer {} shares domains too, and does not tell this server by VRFY: {}. By RCPT it would ask this server in turn,"
                        + " so nothing can be told of its addresses. Write the address that this server has there into vrfy/allow of its"
                        + " conf/domainsharing.xml ({} such lines were left out)",
                peer.name(),
                answered.reply(),
                leftOut));
        return Optional.of(new NoAnswer(
                Reason.REFUSED,
                "does not tell by VRFY, and by RCPT would ask this server in turn; see its vrfy/allow"));
    }
}
